package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * About 200 new responses a second of 1 byte to 8 MB, some of them purged soon after; then what became of them. One thread drives
 * it.
 */
final class WriteLoad {

    private static final int A_SECOND = 200;
    private static final long PERIOD_NANOS = 1_000_000_000L / A_SECOND;
    private static final int MOST_UNDER_WAY = 64;
    private static final int PURGE_EVERY = 20;
    private static final int PURGED_AT_ONCE = 3;

    private final CheckingClient client;
    private final TellingOrigin origin;
    private final String name;
    private final SplittableRandom random;
    private final Semaphore room = new Semaphore(MOST_UNDER_WAY);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    /** When each response was complete at the client. */
    private final Map<String, Long> completeAt = new ConcurrentHashMap<>();
    /** The oldest version that may still be served, of what was purged. */
    private final Map<String, Integer> purged = new ConcurrentHashMap<>();

    private long secureBefore = Long.MIN_VALUE;

    WriteLoad(CheckingClient client, TellingOrigin origin, String name, SplittableRandom random) {
        this.client = client;
        this.origin = origin;
        this.name = name;
        this.random = random;
    }

    /** Runs for a while; requests may be under way when it returns. */
    void run(EdgeProcess edge, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        Thread purger = Thread.ofVirtual().unstarted(() -> purgeSome(edge));
        for (int i = 0; System.nanoTime() - begun < time.toNanos(); i++) {
            store(Content.path(name + "/" + i, length()));
            if (i == PURGE_EVERY) {
                purger.start();
            }
            LockSupport.parkNanos(begun + i * PERIOD_NANOS - System.nanoTime());
        }
        purger.interrupt();
    }

    /** Seven of ten fit a record, a quarter is of some size, the rest long; evenly by orders of magnitude. */
    private long length() {
        double kind = random.nextDouble();
        return kind < 0.7
                ? between(1, 60_000)
                : kind < 0.95 ? between(60_000, 1_000_000) : between(1_000_000, 8_000_000);
    }

    private long between(long least, long most) {
        return (long) (least * Math.pow((double) most / least, random.nextDouble()));
    }

    private void store(String path) throws InterruptedException {
        room.acquire();
        var _ = client.get(path).onComplete(done -> {
            room.release();
            Answer answer = done.result();
            answers.add(answer);
            if (answer.isComplete()) {
                completeAt.put(path, System.nanoTime());
            }
        });
    }

    private void purgeSome(EdgeProcess edge) {
        SplittableRandom choice = random.split();
        while (!Thread.currentThread().isInterrupted()) {
            List<String> some = completeAt.keySet().stream()
                    .filter(path -> !purged.containsKey(path))
                    .filter(_ -> choice.nextInt(PURGE_EVERY) == 0)
                    .limit(PURGED_AT_ONCE)
                    .toList();
            Map<String, Integer> newer = some.stream().collect(Collectors.toMap(path -> path, origin::change));
            // Before it is answered, too: it may be in force then, and is no hit any more.
            some.forEach(path -> purged.put(path, 1));
            if (!some.isEmpty() && edge.purge(some)) {
                purged.putAll(newer);
            }
            LockSupport.parkNanos(PURGE_EVERY * PERIOD_NANOS);
        }
    }

    /** The edge has been killed; what was complete by {@code secure} has to be there again. */
    void killed(long secure) {
        secureBefore = secure;
        room.acquireUninterruptibly(MOST_UNDER_WAY);
        room.release(MOST_UNDER_WAY);
    }

    /** Something was purged: nothing older than this version may be served from now on. */
    void purged(String path, int version) {
        purged.put(path, version);
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** What was complete early enough before the kill, and not purged. */
    List<String> secure() {
        return completeAt.entrySet().stream()
                .filter(entry -> entry.getValue() - secureBefore < 0 && !purged.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> purged() {
        return List.copyOf(purged.keySet());
    }

    /** Everything else that was asked for, complete or not. */
    List<String> others() {
        List<String> others =
                new ArrayList<>(answers.stream().map(Answer::path).distinct().toList());
        others.removeAll(secure());
        others.removeAll(purged.keySet());
        return others;
    }

    /** Asks for responses, a few at a time; one older than a purge allows comes back as corrupt. */
    List<Answer> ask(List<String> paths) {
        Queue<Answer> received = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> lines = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            lines.add(askOn(paths, next, received));
        }
        Future.join(lines).await();
        return List.copyOf(received);
    }

    private Future<?> askOn(List<String> paths, AtomicInteger next, Queue<Answer> received) {
        int index = next.getAndIncrement();
        if (index >= paths.size()) {
            return Future.succeededFuture();
        }
        return client.get(paths.get(index)).compose(answer -> {
            received.add(judged(answer));
            return askOn(paths, next, received);
        });
    }

    private Answer judged(Answer answer) {
        boolean stale = answer.isComplete() && answer.version() < purged.getOrDefault(answer.path(), 1);
        return stale
                ? new Answer(
                        answer.path(),
                        Kind.CORRUPT,
                        answer.status(),
                        answer.version(),
                        answer.source(),
                        "purged: " + answer.cacheStatus())
                : answer;
    }

    @Override
    public String toString() {
        Map<Kind, Long> kinds =
                answers.stream().collect(Collectors.groupingBy(Answer::kind, TreeMap::new, Collectors.counting()));
        return kinds + ", " + secure().size() + " secure, " + purged.size() + " purged";
    }
}
