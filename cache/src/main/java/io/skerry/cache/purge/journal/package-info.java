/**
 * Layer 5: the file that makes purges durable: its header, its records in order, its lock, and the folder that it belongs to.
 * Imports {@code purge.record}.
 *
 * <p>Start at {@link io.skerry.cache.purge.journal.PurgeJournal}; {@code JournalReader} reads what was written before a stop or a
 * crash, and cuts a torn tail.
 */
@NullMarked
package io.skerry.cache.purge.journal;

import org.jspecify.annotations.NullMarked;
