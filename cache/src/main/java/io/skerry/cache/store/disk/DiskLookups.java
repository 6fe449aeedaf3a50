package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.disk.DiskIndex.Selected;
import io.skerry.cache.store.disk.DiskTier.Search;
import io.skerry.cache.store.disk.PendingLookups.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Searches of the index, answered by store threads that read. */
final class DiskLookups {

    private final DiskParts parts;
    private final DiskReader reader;
    private final DiskCounters counters;
    private final PendingLookups pending;

    DiskLookups(DiskParts parts, DiskReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.counters = parts.counters();
        this.pending =
                new PendingLookups(counters, parts.faults(), parts.threads().readers());
    }

    Search find(CacheKey key, InputSource inputs, Consumer<DiskRead> answer) {
        Selected selected = parts.index().select(key, inputs);
        if (selected == null) {
            return parts.index().hasVariants(key) ? Search.OTHER_VARIANTS : Search.NOTHING;
        }
        if (pending.standStill()) {
            counters.refusals.count(RefusalCause.UNAVAILABLE);
            return Search.NOTHING;
        }
        Pending lookup = pending.begin(answer);
        boolean queued = parts.threads().read(() -> lookup.read(() -> read(key, selected)));
        if (!queued) {
            lookup.withdraw();
            counters.refusals.count(RefusalCause.READ_QUEUE);
        }
        return queued ? Search.READING : Search.NOTHING;
    }

    /** Those that wait for a store thread. */
    PendingLookups pending() {
        return pending;
    }

    private DiskRead read(CacheKey key, Selected selected) {
        try {
            return reader.read(key, selected);
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a stored response cannot be read", e);
            return new DiskRead.Gone();
        }
    }

    boolean variants(CacheKey key, Consumer<List<StoredVariant>> answer) {
        List<DiskEntry> entries = parts.index().all(key);
        return !entries.isEmpty() && parts.threads().read(() -> answer.accept(heads(key, entries)));
    }

    private List<StoredVariant> heads(CacheKey key, List<DiskEntry> entries) {
        List<StoredVariant> heads = new ArrayList<>(entries.size());
        for (DiskEntry entry : entries) {
            try {
                reader.head(key, entry).ifPresent(heads::add);
            } catch (RuntimeException | Error e) {
                parts.faults().failed("a stored head cannot be read", e);
            }
        }
        return heads;
    }
}
