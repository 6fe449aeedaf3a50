package io.skerry.purgeapi.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The purges that this node was asked for lately, by id; the oldest are forgotten. Any thread. */
final class RecentPurges {

    static final int MOST = 10_000;

    private final Map<String, KnownPurge> byId = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownPurge> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(KnownPurge purge) {
        byId.put(purge.delivery().id().toString(), purge);
    }

    synchronized Optional<KnownPurge> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
