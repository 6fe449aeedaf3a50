/**
 * Layer 5: the purge log: ordered purge records, durable in a journal, and the one question asked of them. Imports layers 0 to 4.
 *
 * <p>Start at {@link io.skerry.cache.purge.PurgeLog}. {@code purge.record} is what stands in the log, {@code purge.index} matches
 * without I/O, {@code purge.journal} is the file, {@code PurgeWriter} the one thread that puts the two in order.
 */
@NullMarked
package io.skerry.cache.purge;

import org.jspecify.annotations.NullMarked;
