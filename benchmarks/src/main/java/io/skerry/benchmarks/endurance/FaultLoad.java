package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What clients of a {@link FaultRun} ask for, again and again until it is stopped: more than memory holds, so that most of it is on disk.
 * Nobody leaves: each answer has to be right and whole.
 */
final class FaultLoad {

    private static final int SMALL = 1_000;
    private static final int MIDDLE = 150;
    private static final int LONG = 30;
    private static final long LONG_BYTES = 3_500_000;
    private static final long PURGE_PAUSE_NANOS = 100_000_000;
    private static final int MOST_FAILURES = 200;

    private final CheckingClient client;
    private final TellingOrigin origin;
    private final EdgeProcess edge;
    private final AtomicLong unique = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong overtaken = new AtomicLong();
    private final AtomicLong purgesTaken = new AtomicLong();
    private final AtomicLong purgesRefused = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    /** The oldest version that may still be served. */
    private final Map<String, Integer> floors = new ConcurrentHashMap<>();

    private volatile String phase = "before any fault";
    private volatile boolean stopped;

    FaultLoad(CheckingClient client, TellingOrigin origin, EdgeProcess edge) {
        this.client = client;
        this.origin = origin;
        this.edge = edge;
    }

    /** Begins, with so many requests at once, and with purges. */
    void start(int atOnce) {
        for (int i = 0; i < atOnce; i++) {
            line(new SplittableRandom(i));
        }
        Thread.ofVirtual().start(this::purge);
    }

    /** Lets what is under way end; asks for nothing more. */
    void stop() {
        stopped = true;
    }

    /** What failures are said to be of from now on. */
    void phase(String name) {
        phase = name;
    }

    long answers() {
        return answers.get();
    }

    /** The first of what was wrong. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many purges were acknowledged and refused so far. */
    String purges() {
        return purgesTaken + " taken, " + purgesRefused + " refused";
    }

    private void line(SplittableRandom random) {
        if (stopped) {
            return;
        }
        ask(random).onComplete(done -> {
            note(done.result());
            line(random);
        });
    }

    private void note(Answer answer) {
        answers.incrementAndGet();
        hits.addAndGet(answer.isHit() ? 1 : 0);
        if (isOvertaken(answer)) {
            overtaken.incrementAndGet();
        } else if (!answer.isComplete()) {
            broken.incrementAndGet();
            if (failures.size() < MOST_FAILURES) {
                failures.add(phase + ": " + answer);
            }
        }
    }

    /** The origin had another version before all of the old one was fetched: the transfer has to break. */
    private boolean isOvertaken(Answer answer) {
        return answer.kind() == Kind.BROKEN && answer.version() > 0 && answer.version() < origin.version(answer.path());
    }

    private Future<Answer> ask(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 10) {
            long first = random.nextLong(LONG_BYTES - 1);
            return client.get(longPath(random), first, Math.min(LONG_BYTES - 1, first + random.nextLong(200_000)));
        }
        if (kind < 25) {
            return client.get(Content.path("new/" + unique.incrementAndGet(), 1 + random.nextLong(40_000)));
        }
        if (kind < 27) {
            return client.get(Content.path("new/" + unique.incrementAndGet(), 100_000 + random.nextLong(900_000)));
        }
        return judged(stored(random));
    }

    private String stored(SplittableRandom random) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return longPath(random);
        }
        if (kind < 4) {
            int which = random.nextInt(MIDDLE);
            return Content.path("middle/" + which, 100_000L + 7_000L * which);
        }
        int which = random.nextInt(SMALL);
        return Content.path("small/" + which, 100L + (which * 7919L) % 50_000);
    }

    private static String longPath(SplittableRandom random) {
        return Content.path("long/" + random.nextInt(LONG), LONG_BYTES);
    }

    /** What was in force when the request was sent decides of its answer. */
    private Future<Answer> judged(String path) {
        int floor = floors.getOrDefault(path, 1);
        return client.get(path)
                .map(answer -> answer.isComplete() && answer.version() < floor
                        ? new Answer(path, Kind.CORRUPT, answer.status(), answer.version(), answer.source(), "purged")
                        : answer);
    }

    /** Purges something ten times a second. Who is refused may ask again: only what was acknowledged is in force. */
    private void purge() {
        SplittableRandom random = new SplittableRandom();
        while (!stopped) {
            String path = stored(random);
            int version = origin.change(path);
            if (edge.purge(List.of(path))) {
                floors.merge(path, version, Math::max);
                purgesTaken.incrementAndGet();
            } else {
                purgesRefused.incrementAndGet();
            }
            LockSupport.parkNanos(PURGE_PAUSE_NANOS);
        }
    }

    @Override
    public String toString() {
        return "%s answers, %s of them hits, %s wrong or broken, %s overtaken by a new version at the origin; purges: %s"
                .formatted(answers, hits, broken, overtaken, purges());
    }
}
