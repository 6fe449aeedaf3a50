package io.skerry.cache.store.tiered;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second at the fills whose writers wait: of a disk that stands still a fill gives the file up and goes on in memory, and a
 * follower that holds the others up is left behind.
 *
 * <p>Has a thread of its own, which makes no file call: store threads are what may be standing still.
 */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final long LOOK_MILLIS = 500;

    private final Runnable others;
    private final Set<Fill> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("skerry-store-watch").unstarted(task));

    /** @param others that are to be looked at as often */
    StallWatch(Runnable others) {
        this.others = others;
        var _ = clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The writer of this fill waits. */
    void add(Fill fill) {
        waiting.add(fill);
    }

    /** It no longer does. */
    void remove(Fill fill) {
        waiting.remove(fill);
    }

    private void look() {
        look(others);
        waiting.forEach(fill -> look(fill::lookForStall));
    }

    /** Whoever is told by it may fail; the others, and all later ones, are looked at all the same. */
    private static void look(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a writer or reader failed as it was told that it may go on", e);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
