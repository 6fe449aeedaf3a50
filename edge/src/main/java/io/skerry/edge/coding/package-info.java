/**
 * Encoders and decoders of contents (zstd, Brotli, gzip): bounded in number, in memory and in what a hostile content can make of them.
 * Imports {@code cache.message} and the codecs' libraries, and knows nothing of requests. Start at {@link
 * io.skerry.edge.coding.ContentCodings}.
 */
@NullMarked
package io.skerry.edge.coding;

import org.jspecify.annotations.NullMarked;
