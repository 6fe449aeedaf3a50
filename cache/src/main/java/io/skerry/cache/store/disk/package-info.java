/**
 * Layer 6: the disk tier: heads and small bodies as checksummed records in Chronicle Map shards, large bodies in files of their
 * own, and an index in memory that decides what stays. Imports layers 0 to 5 and {@code store.memory}; all file calls run on its own threads.
 * Start at {@link io.skerry.cache.store.disk.DiskTier}, the door; what its workers share is {@code DiskParts}; the formats are {@code
 * EntryCodec} and {@code SegmentTrailer}.
 */
@NullMarked
package io.skerry.cache.store.disk;

import org.jspecify.annotations.NullMarked;
