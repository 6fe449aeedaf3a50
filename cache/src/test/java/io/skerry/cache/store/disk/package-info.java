/** Tests of the disk tier's formats. Start at {@code EntryCodecTest}. */
@NullMarked
package io.skerry.cache.store.disk;

import org.jspecify.annotations.NullMarked;
