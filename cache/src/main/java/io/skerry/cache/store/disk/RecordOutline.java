package io.skerry.cache.store.disk;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.key.VariantKey;

/**
 * What the index keeps of a stored record, read without making anything of the rest: a restart reads a million of them.
 *
 * @param id under which it was stored
 * @param high first half of the primary key's digest
 * @param low second half of it
 * @param variant the secondary key
 * @param place where the content is
 * @param stamp which journal the response was compared with, and up to where
 */
record RecordOutline(long id, long high, long low, VariantKey variant, BodyPlace place, JournalStamp stamp) {}
