package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.disk.FileResponse;
import io.skerry.cache.store.hot.HotEntry;
import io.skerry.cache.store.hot.HotResponse;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.hot.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * Gives stored responses the heads that validations have updated (RFC 9111 4.3.4).
 *
 * @param hot memory
 * @param disk null where there is none
 * @param judge the purge log
 * @param removal takes out what a validation has made unfit
 */
record HeadUpdates(HotTier hot, @Nullable DiskTier disk, PurgeJudge judge, Removal removal) {

    /** As {@link io.skerry.cache.store.CacheStore#freshen}. */
    Freshening freshen(StoredResponse stored, StoredHead head) {
        StoredHead before = stored.head();
        if (!head.key().equals(before.key())) {
            throw new IllegalArgumentException("a freshened response keeps its key");
        }
        if (!head.variant().equals(before.variant())) {
            // The 304 changed what selects the response: stored under the old inputs it would
            // answer the wrong requests.
            removal.remove(stored);
            return Freshening.LOST;
        }
        if (purgedMeanwhile(before, head)) {
            return Freshening.PURGED;
        }
        StoredHead next = head.withBody(before.body());
        DiskTier below = disk;
        return switch (stored) {
            case HotResponse response when response.entry().offered() -> inMemory(response, next);
            case HotResponse response -> below == null ? Freshening.LOST : onDisk(below, response, next);
            case FileResponse response when below != null -> below.freshen(response, next);
            default -> throw Removal.foreign(stored);
        };
    }

    /** The new stamp counts under the old tags as well: a purge of a tag that the 304 dropped still means this content. */
    private boolean purgedMeanwhile(StoredHead before, StoredHead head) {
        if (purged(head)) {
            return true;
        }
        return !head.tags().containsAll(before.tags()) && purged(head.withTags(before.tags()));
    }

    private boolean purged(StoredHead head) {
        PurgeCursor cursor = new PurgeCursor(head.stamp().seq());
        return !(judge.judge(head, cursor) instanceof PurgeVerdict.Not);
    }

    private Freshening inMemory(HotResponse response, StoredHead next) {
        HotEntry entry = response.entry();
        Freshening outcome = hot.freshen(entry, response.version(), StoredVersion.of(next));
        DiskTier below = disk;
        if (outcome != Freshening.DONE || below == null || below.freshenInFile(entry.diskCopy(), next)) {
            return outcome;
        }
        boolean kept = entry.diskCopy() != null || below.admits(entry.key());
        if (kept && entry.retain()) {
            below.write(HotWrite.newest(entry));
        }
        return outcome;
    }

    /**
     * Memory has let it go, or never took it: it may have been replaced since without being told, and only what the disk still holds may
     * have a newer head.
     */
    private Freshening onDisk(DiskTier below, HotResponse response, StoredHead next) {
        HotEntry entry = response.entry();
        Object copy = entry.diskCopy();
        if (copy == null || !below.holds(copy)) {
            return Freshening.LOST;
        }
        Freshening outcome = hot.freshen(entry, response.version(), StoredVersion.of(next));
        if (outcome == Freshening.DONE && !below.freshenInFile(copy, next) && entry.retain()) {
            below.write(new HotWrite(entry, copy));
        }
        return outcome;
    }
}
