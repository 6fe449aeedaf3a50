package io.skerry.cache.store.disk;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions that wait to be written, by variant. One that memory has let go meanwhile is in no index: nobody but its own write knows of
 * it, and that would put it in force over a newer version that was stored since. So whoever stores a newer one withdraws it here.
 *
 * <p>As many as there are writes waiting at most. Any thread.
 */
final class WaitingWrites {

    private final ConcurrentHashMap<DiskEntry, Version> byVariant = new ConcurrentHashMap<>();

    /** One version, which may wait more than once: with a newer head. */
    static final class Version {
        private int writes;
        private volatile boolean superseded;

        /** Whether a newer one has been stored since. */
        boolean superseded() {
            return superseded;
        }
    }

    /** A write of the newest version of a variant begins to wait. */
    Version begin(DiskEntry variant) {
        return byVariant.compute(variant, (_, waiting) -> {
            Version version = waiting == null ? new Version() : waiting;
            version.writes++;
            return version;
        });
    }

    /** It has been written, or will not be. */
    void end(DiskEntry variant, Version version) {
        byVariant.computeIfPresent(variant, (_, waiting) -> {
            if (!waiting.equals(version)) {
                return waiting;
            }
            version.writes--;
            return version.writes == 0 ? null : version;
        });
    }

    /** A newer version of the variant comes into force. */
    void supersede(DiskEntry variant) {
        if (byVariant.isEmpty()) {
            return;
        }
        Version older = byVariant.remove(variant);
        if (older != null) {
            older.superseded = true;
        }
    }
}
