package io.skerry.edge.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was published, and from which version on each URL must be served. Shared by origin, client and purger; any thread.
 *
 * <p>A version is published at one moment: a request that reaches the origin later gets it. A floor is raised when a purge has
 * been acknowledged: a request that is sent later must get at least that version.
 */
public final class OracleLedger {

    private final Map<OracleUrl, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Publication> publications = new ConcurrentLinkedQueue<>();

    /** Publishes the next version of a URL and gives its number. */
    public long publish(OracleUrl url) {
        long version = entry(url).version.incrementAndGet();
        publications.add(new Publication(url, version, Instant.now()));
        return version;
    }

    /** The newest version published; 1 from the start. */
    public long version(OracleUrl url) {
        return entry(url).version.get();
    }

    /** The version that a request sent now must get at least. */
    public long floor(OracleUrl url) {
        return entry(url).floor.get();
    }

    /** A purge that was sent after a version had been published is acknowledged. */
    public void purged(OracleUrl url, long version) {
        entry(url).floor.accumulateAndGet(version, Math::max);
    }

    /** Everything published after the first versions, in order for each URL. */
    public List<Publication> publications() {
        return List.copyOf(publications);
    }

    private Entry entry(OracleUrl url) {
        return entries.computeIfAbsent(url, u -> new Entry());
    }

    /**
     * One publication.
     *
     * @param url what
     * @param version which
     * @param at when
     */
    public record Publication(OracleUrl url, long version, Instant at) {}

    private static final class Entry {
        private final AtomicLong version = new AtomicLong(1);
        private final AtomicLong floor = new AtomicLong();
    }
}
