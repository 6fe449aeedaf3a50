package io.skerry.benchmarks;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeReceipt;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What purges cost, whatever they match: time until in force and processor time for a URL, a tag with as many members as there are
 * responses, and everything; what many at once cost; what hits notice of it.
 *
 * <pre>java … io.skerry.benchmarks.PurgeScale FOLDER [RESPONSES] [ROUNDS]</pre>
 */
public final class PurgeScale {

    private static final int CALLERS = 64;
    private static final int PURGES_A_SECOND = 10_000;

    private final Path folder;
    private final int responses;
    private final int rounds;

    /**
     * A measurement.
     *
     * @param folder where the journal is
     * @param responses compared with each purge
     * @param rounds purges of each kind
     */
    public PurgeScale(Path folder, int responses, int rounds) {
        this.folder = folder;
        this.responses = responses;
        this.rounds = rounds;
    }

    /**
     * What was measured.
     *
     * @param fsync one write of a journal record's length and its synchronisation
     * @param url one URL
     * @param tag one tag of all responses
     * @param everything everything
     * @param grouped each of 64 callers' purges, all at once
     * @param groupedPerSecond how many of those came into force in a second
     * @param quietHit judging a hit while nothing is purged
     * @param busyHit the same with 10,000 purges a second beside it
     * @param sustainedPerSecond how many of those came into force in a second
     */
    public record Report(
            Percentiles fsync,
            Cost url,
            Cost tag,
            Cost everything,
            Percentiles grouped,
            double groupedPerSecond,
            Percentiles quietHit,
            Percentiles busyHit,
            double sustainedPerSecond) {}

    /**
     * What one kind of purge costs.
     *
     * @param inForce until the receipt
     * @param cpuMicros of the whole process, for each purge
     */
    public record Cost(Percentiles inForce, double cpuMicros) {}

    /** Runs it and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int responses = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
        Report report = new PurgeScale(folder, responses, rounds).run();
        System.out.printf(Locale.ROOT, "responses %,d, rounds %,d%n", responses, rounds);
        System.out.println("fsync alone        " + report.fsync());
        print("one URL", report.url());
        print("a tag of all", report.tag());
        print("everything", report.everything());
        System.out.printf(Locale.ROOT, "64 callers at once %s, %,.0f/s%n", report.grouped(), report.groupedPerSecond());
        System.out.println("hit, quiet         " + report.quietHit());
        System.out.printf(
                Locale.ROOT, "hit, purges beside %s, at %,.0f/s%n", report.busyHit(), report.sustainedPerSecond());
    }

    private static void print(String kind, Cost cost) {
        System.out.printf(Locale.ROOT, "%-18s %s, cpu %.0f us%n", kind, cost.inForce(), cost.cpuMicros());
    }

    /** Measures everything, one after the other. */
    public Report run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (PurgeLog log = PurgeLog.open(folder, InstantSource.system())) {
            List<Stored> stored = stored(log);
            warmUp(log, stored);
            Percentiles fsync = fsync();
            Cost url = cost(log, stored, number -> url(Fixtures.head(number % responses, 1)));
            Cost tag = cost(log, stored, number -> new PurgeSelector.Tag("images", Optional.empty()));
            Cost everything = cost(log, stored, number -> new PurgeSelector.Everything(Optional.empty()));
            long begun = System.nanoTime();
            Percentiles grouped = grouped(log);
            double perSecond = CALLERS * (double) rounds / seconds(begun);
            Percentiles quiet = hits(log, stored);
            Sustained sustained = sustained(log, stored);
            return new Report(
                    fsync, url, tag, everything, grouped, perSecond, quiet, sustained.hits(), sustained.perSecond());
        }
    }

    private record Stored(StoredHead head, PurgeCursor cursor) {}

    private List<Stored> stored(PurgeLog log) {
        List<Stored> stored = new ArrayList<>(responses);
        StoredHead pattern = Fixtures.head(0, 1);
        for (int i = 0; i < responses; i++) {
            // One head stands for all: what differs is where each was compared last.
            stored.add(new Stored(pattern.withStamp(log.stamp()), new PurgeCursor(log.publishedSeq())));
        }
        return stored;
    }

    private interface Selectors {
        PurgeSelector of(int number);
    }

    private static PurgeSelector url(StoredHead head) {
        return new PurgeSelector.Url(head.uri(), QueryMatch.EXACT, Optional.empty());
    }

    private void warmUp(PurgeLog log, List<Stored> stored) {
        for (int i = 0; i < 200; i++) {
            purge(log, new PurgeSelector.Tag("warm-" + i, Optional.empty()));
            judge(log, stored.get(i % stored.size()));
        }
    }

    private static void purge(PurgeLog log, PurgeSelector selector) {
        if (log.purge(List.of(selector), PurgeMode.HARD).toCompletableFuture().join()
                instanceof PurgeReceipt.Refused refused) {
            throw new IllegalStateException("refused: " + refused);
        }
    }

    private static PurgeVerdict judge(PurgeLog log, Stored stored) {
        return log.judgeForUse(stored.head(), stored.cursor());
    }

    private Percentiles fsync() throws IOException {
        long[] nanos = new long[rounds];
        Path file = folder.resolve("fsync");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < rounds; i++) {
                long begun = System.nanoTime();
                channel.write(ByteBuffer.allocate(100), 100L * i);
                channel.force(true);
                nanos[i] = System.nanoTime() - begun;
            }
        }
        Files.delete(file);
        return Percentiles.of(nanos);
    }

    /** Each purge is found by a response that it matches, as soon as it is answered. */
    private Cost cost(PurgeLog log, List<Stored> stored, Selectors selectors) {
        long[] nanos = new long[rounds];
        long cpu = cpuNanos();
        for (int i = 0; i < rounds; i++) {
            StoredHead member = Fixtures.head(i % responses, 1).withStamp(log.stamp());
            PurgeSelector selector = selectors.of(i);
            long begun = System.nanoTime();
            purge(log, selector);
            nanos[i] = System.nanoTime() - begun;
            if (!(log.judge(member, new PurgeCursor(member.stamp().seq())) instanceof PurgeVerdict.Hard)) {
                throw new IllegalStateException("answered and not in force: " + selector);
            }
        }
        double micros = (cpuNanos() - cpu) / 1_000.0 / rounds;
        if (stored.isEmpty()) {
            throw new IllegalStateException("nothing is stored");
        }
        return new Cost(Percentiles.of(nanos), micros);
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private Percentiles grouped(PurgeLog log) throws InterruptedException {
        long[] nanos = new long[CALLERS * rounds];
        CountDownLatch ended = new CountDownLatch(CALLERS);
        for (int c = 0; c < CALLERS; c++) {
            int caller = c;
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < rounds; i++) {
                    long begun = System.nanoTime();
                    purge(log, new PurgeSelector.Tag("caller-" + caller + "-" + i, Optional.empty()));
                    nanos[caller * rounds + i] = System.nanoTime() - begun;
                }
                ended.countDown();
            });
        }
        ended.await();
        return Percentiles.of(nanos);
    }

    private Percentiles hits(PurgeLog log, List<Stored> stored) {
        int count = 20 * rounds;
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            Stored one = stored.get(i * 7919 % stored.size());
            long begun = System.nanoTime();
            judge(log, one);
            nanos[i] = System.nanoTime() - begun;
            // A hit does more than this; measured back to back, pauses of the machine would weigh too much.
            LockSupport.parkNanos(1);
        }
        return Percentiles.of(nanos);
    }

    private record Sustained(Percentiles hits, double perSecond) {}

    private Sustained sustained(PurgeLog log, List<Stored> stored) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Semaphore inFlight = new Semaphore(4_096);
        long[] purged = new long[1];
        long begun = System.nanoTime();
        Thread purger = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                long due = begun + purged[0] * 1_000_000_000L / PURGES_A_SECOND;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                inFlight.acquireUninterruptibly();
                log.purge(List.of(new PurgeSelector.Tag("s-" + purged[0]++, Optional.empty())), PurgeMode.HARD)
                        .whenComplete((receipt, failure) -> inFlight.release());
            }
        });
        Percentiles hits = hits(log, stored);
        double seconds = seconds(begun);
        over.set(true);
        purger.join();
        return new Sustained(hits, purged[0] / seconds);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
