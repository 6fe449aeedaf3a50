package io.skerry.cache.store.disk;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoredVariant;
import io.skerry.cache.store.disk.DiskIndex.Selected;
import io.skerry.cache.store.disk.DiskTier.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Searches of the index, answered by store threads that read. */
final class DiskLookups {

    private final DiskParts parts;
    private final DiskReader reader;
    private final DiskCounters counters;

    DiskLookups(DiskParts parts, DiskReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.counters = parts.counters();
    }

    Search find(CacheKey key, InputSource inputs, Consumer<DiskRead> answer) {
        Selected selected = parts.index().select(key, inputs);
        if (selected == null) {
            return parts.index().hasVariants(key) ? Search.OTHER_VARIANTS : Search.NOTHING;
        }
        boolean queued = parts.threads().read(() -> answer.accept(read(key, selected)));
        if (!queued) {
            counters.refusals.count(RefusalCause.READ_QUEUE);
        }
        return queued ? Search.READING : Search.NOTHING;
    }

    private DiskRead read(CacheKey key, Selected selected) {
        DiskRead outcome;
        try {
            outcome = reader.read(key, selected);
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a stored response cannot be read", e);
            outcome = new DiskRead.Gone();
        }
        (outcome instanceof DiskRead.Gone ? counters.misses : counters.hits).increment();
        return outcome;
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
