package io.skerry.cache.purge;

import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import java.util.LinkedHashSet;

/**
 * The newest purge ids, so that a purge that comes again is recognised. Older ones are forgotten: a purge applied twice purges
 * what came between once more, and does no other harm. The writer only.
 */
final class KnownIds {

    private static final int MOST = 1 << 16;

    private final LinkedHashSet<PurgeId> ids = new LinkedHashSet<>();

    boolean has(PurgeId id) {
        return ids.contains(id);
    }

    void add(PurgeRecord record) {
        if (record instanceof PurgeRecord.Purge purge && purge.scope() != PurgeScope.NODE && ids.add(purge.id())) {
            if (ids.size() > MOST) {
                ids.removeFirst();
            }
        }
    }
}
