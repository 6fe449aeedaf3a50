package io.skerry.benchmarks.endurance;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What a {@link Soak} asks for: one of ten clients leaves, one of ten asks for a range, one of twenty for something new. */
final class SoakRequests {

    private static final int PATHS = 20_000;
    private static final int LONG_PATHS = 40;
    private static final long LONG_BYTES = 3_500_000;
    private static final long PURGE_PAUSE_NANOS = 100_000_000;
    /** So many purges are checked for. */
    private static final int REMEMBERED = 10_000;

    private final TellingOrigin origin;
    private final EdgeProcess edge;
    private final AtomicLong unique = new AtomicLong();
    private final Map<String, Integer> floors = new ConcurrentHashMap<>();

    SoakRequests(TellingOrigin origin, EdgeProcess edge) {
        this.origin = origin;
        this.edge = edge;
    }

    Future<Answer> ask(SplittableRandom random, CheckingClient client) {
        int kind = random.nextInt(100);
        if (kind < 10) {
            String path = random.nextInt(20) == 0 ? longPath(random) : popular(random);
            long length = new Content(path, 1).lengthBytes();
            return client.leave(path, random.nextLong(length));
        }
        if (kind < 20) {
            long first = random.nextLong(LONG_BYTES - 1);
            return client.get(longPath(random), first, Math.min(LONG_BYTES - 1, first + random.nextLong(20_000)));
        }
        if (kind < 25) {
            return client.get(Content.path("new/" + unique.incrementAndGet(), 1 + random.nextLong(8_000)));
        }
        return judged(client, popular(random));
    }

    /** What was in force when the request was sent decides of its answer. */
    private Future<Answer> judged(CheckingClient client, String path) {
        int floor = floors.getOrDefault(path, 1);
        return client.get(path)
                .map(answer -> answer.isComplete() && answer.version() < floor
                        ? new Answer(
                                path, Answer.Kind.CORRUPT, answer.status(), answer.version(), answer.source(), "purged")
                        : answer);
    }

    private static String longPath(SplittableRandom random) {
        return Content.path("long/" + random.nextInt(LONG_PATHS), LONG_BYTES);
    }

    /** Some are asked for far more often than others. */
    private static String popular(SplittableRandom random) {
        int rank = (int) Math.min(PATHS - 1, Math.pow(PATHS, random.nextDouble()) - 1);
        long length = rank % 50 == 49 ? 150_000 + rank : 200 + (rank * 7919L) % 12_000;
        return Content.path("popular/" + rank, length);
    }

    /** Purges something popular ten times a second, until interrupted. */
    void purge() {
        SplittableRandom random = new SplittableRandom(1);
        while (!Thread.currentThread().isInterrupted()) {
            String path = popular(random);
            int version = origin.change(path);
            if (edge.purge(List.of(path)) && floors.size() < REMEMBERED) {
                floors.merge(path, version, Math::max);
            }
            LockSupport.parkNanos(PURGE_PAUSE_NANOS);
        }
    }
}
