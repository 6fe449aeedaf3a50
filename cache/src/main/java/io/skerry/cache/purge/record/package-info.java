/**
 * Layer 5: what a purge is once it has a number, and its bytes. Values without I/O; imports layers 0 to 4.
 *
 * <p>Start at {@link io.skerry.cache.purge.record.PurgeRecord}; {@code RecordCodec} is its form in the journal and between nodes.
 */
@NullMarked
package io.skerry.cache.purge.record;

import org.jspecify.annotations.NullMarked;
