package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.skerry.benchmarks.endurance.CheckingClient.Scheme;
import io.skerry.benchmarks.endurance.EdgeProcess.Listeners;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Millions of mixed requests at an edge: hits, misses, ranges, over HTTP/1.1 and HTTP/2, with purges beside them and clients that leave
 * in the middle. Every byte that arrives is looked at, and so is what the process takes.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.endurance.Soak FOLDER [REQUESTS] [AT_ONCE]}; two million by default. Needs
 * {@code openssl} and {@code /proc}. Exit code 1 for a wrong answer, one that stood still, a body or sink left open, a leak report, memory
 * that grew by more than 5 % or open files by more than 10 after the first third.
 */
public final class Soak {

    private static final long REQUESTS = 2_000_000;
    private static final int AT_ONCE = 32;
    private static final int REPORTS = 24;
    private static final int WARM_AFTER = 8;
    private static final int VERTX_CHECK = 1_000_000;
    private static final double MOST_GROWTH = 1.05;
    private static final long MOST_DESCRIPTORS = 10;
    private static final long LOOK_NANOS = 50_000_000;
    /** An answer that takes longer has waited for its edge to give up. */
    private static final long MOST_ANSWER_NANOS = 15_000_000_000L;

    private static final long MOST_SETTLING_NANOS = 60_000_000_000L;
    private static final String STORAGE = "{ memory: 64MB, disk: { path: ./cache, size: 400MB } }";

    private final EdgeProcess edge;
    private final List<CheckingClient> clients;
    private final SoakRequests requests;
    private final long count;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final Promises promises = new Promises(LOOK_NANOS);

    private Soak(EdgeProcess edge, List<CheckingClient> clients, SoakRequests requests, long count) {
        this.edge = edge;
        this.clients = clients;
        this.requests = requests;
        this.count = count;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : REQUESTS;
        int atOnce = arguments.length > 2 ? Integer.parseInt(arguments[2]) : AT_ONCE;
        Folders.delete(folder);
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(VERTX_CHECK));
        boolean sound;
        try (TellingOrigin origin = new TellingOrigin(vertx);
                EdgeProcess edge = new EdgeProcess(folder, Listeners.BOTH, STORAGE, origin.url());
                CheckingClient plain = new CheckingClient(vertx, edge.port(), Scheme.HTTP_1);
                CheckingClient secure = new CheckingClient(vertx, edge.securePort(), Scheme.HTTP_2)) {
            SoakRequests requests = new SoakRequests(origin, edge);
            sound = new Soak(edge, List.of(plain, secure), requests, count).run(atOnce);
        } finally {
            vertx.close().await();
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int atOnce) throws IOException, InterruptedException {
        edge.startAndWait();
        Thread purger = Thread.ofVirtual().start(requests::purge);
        for (int i = 0; i < atOnce; i++) {
            line(new SplittableRandom(i), clients.get(i % clients.size()));
        }
        Taken warm = new Taken(0, 0, 0);
        Taken last = warm;
        for (int report = 1; report <= REPORTS; report++) {
            await(count * report / REPORTS);
            last = Taken.by(edge.pid());
            warm = report == WARM_AFTER ? last : warm;
            print(last);
        }
        purger.interrupt();
        // Those under way end, and what they held is given back.
        long end = System.nanoTime() + MOST_SETTLING_NANOS;
        while (held() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        judge(warm, last);
        return promises.told("");
    }

    /** Bodies being read and responses arriving. */
    private double held() {
        return edge.metric("skerry_store_leases_open") + edge.metric("skerry_store_sinks_open");
    }

    private void await(long done) {
        while (next.get() < done) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void line(SplittableRandom random, CheckingClient client) {
        if (next.getAndIncrement() >= count) {
            return;
        }
        long from = System.nanoTime();
        Future<Answer> asked = requests.ask(random, client);
        asked.onComplete(done -> {
            Answer answer = done.result();
            slowestNanos.accumulateAndGet(System.nanoTime() - from, Math::max);
            complete.addAndGet(answer.kind() == Kind.COMPLETE ? 1 : 0);
            broken.addAndGet(answer.kind() == Kind.BROKEN ? 1 : 0);
            hits.addAndGet(answer.isHit() ? 1 : 0);
            if (answer.kind() == Kind.CORRUPT || answer.kind() == Kind.REFUSED) {
                promises.broken(answer.toString());
            }
            line(random, client);
        });
    }

    private void print(Taken taken) {
        System.out.printf(
                Locale.ROOT,
                "%d asked, %d hits, complete %d, broken or left %d; resident %d MB, anonymous %d MB, files open %d, leases %.0f, sinks %.0f%n",
                next.get(),
                hits.get(),
                complete.get(),
                broken.get(),
                taken.residentKb() >> 10,
                taken.anonymousKb() >> 10,
                taken.descriptors(),
                edge.metric("skerry_store_leases_open"),
                edge.metric("skerry_store_sinks_open"));
    }

    private void judge(Taken warm, Taken end) throws IOException {
        if (end.anonymousKb() > warm.anonymousKb() * MOST_GROWTH
                || end.residentKb() > warm.residentKb() * MOST_GROWTH) {
            promises.broken("memory grew from " + warm + " to " + end);
        }
        if (Math.abs(end.descriptors() - warm.descriptors()) > MOST_DESCRIPTORS) {
            promises.broken("open files went from " + warm + " to " + end);
        }
        System.out.printf(Locale.ROOT, "slowest answer %.3f s%n", slowestNanos.get() / 1e9);
        if (slowestNanos.get() > MOST_ANSWER_NANOS) {
            promises.broken("an answer stood still");
        }
        if (held() > 0) {
            promises.broken("bodies or sinks are still open");
        }
        try (Stream<String> lines = Files.lines(edge.log())) {
            lines.filter(line -> line.contains("LEAK:")).limit(1).forEach(promises::broken);
        }
    }
}
