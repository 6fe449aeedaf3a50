package io.skerry.cache.store.disk;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lookups that wait for shards to be indexed after a start.
 *
 * <p>What is on disk may be a moment away, and asking the origin for all of it at once is what a restart is to spare it. So a
 * lookup that finds nothing waits for the shards that its key belongs to, bounded three times: each wait, the time after the
 * start in which anybody waits, and how many do. Any thread; nobody's thread waits.
 */
final class IndexWaits {

    /** A wait, and the time in which there are any. */
    private static final Duration EACH = Duration.ofSeconds(5);

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MOST = 8_192;

    private final CompletableFuture<?>[] indexed;
    private final AtomicInteger waiting = new AtomicInteger();
    private final long eachNanos;
    private final long windowNanos;
    private final long begunAt = System.nanoTime();

    IndexWaits(int shards) {
        this(shards, EACH, WINDOW);
    }

    /** Other bounds than those of production. */
    IndexWaits(int shards, Duration each, Duration window) {
        eachNanos = each.toNanos();
        windowNanos = window.toNanos();
        indexed = Stream.generate(CompletableFuture::new).limit(shards).toArray(CompletableFuture[]::new);
    }

    /** Completes when these shards are indexed, or after some seconds; null when that is so already, or nobody is to wait. */
    @Nullable
    CompletionStage<Void> until(int... shards) {
        CompletableFuture<?>[] missing = Arrays.stream(shards)
                .mapToObj(shard -> indexed[shard])
                .filter(one -> !one.isDone())
                .toArray(CompletableFuture[]::new);
        if (missing.length == 0 || System.nanoTime() - begunAt >= windowNanos) {
            return null;
        }
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return null;
        }
        return CompletableFuture.allOf(missing)
                .completeOnTimeout(null, eachNanos, TimeUnit.NANOSECONDS)
                .whenComplete((_, _) -> waiting.decrementAndGet());
    }

    /** A shard is indexed, or never will be: who waited for it looks again. */
    void indexed(int shard) {
        indexed[shard].complete(null);
    }
}
