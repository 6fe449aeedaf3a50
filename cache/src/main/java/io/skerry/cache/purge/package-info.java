/**
 * Layer 5: the purge log: ordered purge records, durable in a journal, and the one question asked of them. Imports layers 0 to 4.
 *
 * <p>Start at {@link io.skerry.cache.purge.PurgeLog}. {@code PurgeIndex} matches without I/O, {@code PurgeJournal} is the file,
 * {@code PurgeWriter} the one thread that puts the two in order.
 */
@NullMarked
package io.skerry.cache.purge;

import org.jspecify.annotations.NullMarked;
