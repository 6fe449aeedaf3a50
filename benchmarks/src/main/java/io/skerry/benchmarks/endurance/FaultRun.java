package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.CheckingClient.Scheme;
import io.skerry.benchmarks.endurance.EdgeProcess.Listeners;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An edge whose calls for files fail at random, one {@link Fault} after the other, while clients ask for what is stored, for what is
 * new and for parts, and some of it is purged. No client may notice; an alarm tells; when the fault ends, storing and purging go on
 * alone and nothing is left open.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.endurance.FaultRun FOLDER [SECONDS [POINT]]}: so many seconds for each fault, 6 by
 * default, and only those whose point begins like that. Needs libfiu's {@code fiu-run} and {@code fiu-ctrl} (the package fiu-utils) and
 * {@code /proc}. Exit code 1 when a promise is broken, 3 without libfiu.
 */
public final class FaultRun {

    private static final int SECONDS = 6;
    private static final int AT_ONCE = 16;
    private static final int RESPONSES = 60;
    private static final int VERTX_CHECK = 1_000_000;
    private static final long LOOK_NANOS = 50_000_000;
    private static final long SETTLE_NANOS = 3_000_000_000L;
    private static final long MOST_DESCRIPTORS = 10;
    private static final double LEAST_HITS = 0.95;
    private static final String STORAGE = "{ memory: 16MB, disk: { path: ./cache, size: 4GB } }";

    private final EdgeProcess edge;
    private final LibFiu fiu;
    private final FaultLoad load;
    private final WriteLoad probes;
    private final Promises promises = new Promises(LOOK_NANOS);
    private int series;

    private FaultRun(EdgeProcess edge, LibFiu fiu, FaultLoad load, WriteLoad probes) {
        this.edge = edge;
        this.fiu = fiu;
        this.load = load;
        this.probes = probes;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SECONDS;
        String only = arguments.length > 2 ? arguments[2] : "";
        if (!LibFiu.isInstalled()) {
            System.out.println("cannot run here: fiu-run and fiu-ctrl are not installed (package fiu-utils)");
            System.exit(3);
        }
        Folders.delete(folder);
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(VERTX_CHECK));
        boolean sound;
        try (TellingOrigin origin = new TellingOrigin(vertx);
                EdgeProcess edge = new EdgeProcess(folder, Listeners.PLAIN, STORAGE, origin.url());
                CheckingClient client = new CheckingClient(vertx, edge.port(), Scheme.HTTP_1)) {
            FaultLoad load = new FaultLoad(client, origin, edge);
            WriteLoad probes = new WriteLoad(client, origin, "probe", new SplittableRandom());
            LibFiu fiu = new LibFiu(folder, edge);
            sound = new FaultRun(edge, fiu, load, probes).run(seconds, only);
        } finally {
            vertx.close().await();
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int seconds, String only) throws IOException, InterruptedException {
        edge.startAndWait();
        load.start(AT_ONCE);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        storesAgain("before any fault");
        Taken before = Taken.by(edge.pid());
        for (Fault fault : Fault.all()) {
            if (fault.point().startsWith(only) && edge.isAlive()) {
                during(fault, seconds);
            }
        }
        load.stop();
        LockSupport.parkNanos(SETTLE_NANOS);
        judge(before, Taken.by(edge.pid()));
        restart();
        load.failures().forEach(promises::broken);
        return promises.told(load + "; ");
    }

    private void during(Fault fault, int seconds) throws IOException, InterruptedException {
        load.phase(fault.toString());
        long answersBefore = load.answers();
        double errorsBefore = errors();
        int alarms = 0;
        fiu.send(fault.enable());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0 && edge.isAlive()) {
            LockSupport.parkNanos(LOOK_NANOS);
            alarms += edge.metric("skerry_disk_alarm") > 0 ? 1 : 0;
        }
        if (!edge.isAlive()) {
            promises.broken("the process ended during " + fault);
            return;
        }
        fiu.send(fault.disable());
        double errors = errors() - errorsBefore;
        long answered = load.answers() - answersBefore;
        load.phase("after " + fault);
        double resumed = storesAgain("after " + fault);
        System.out.printf(
                Locale.ROOT,
                "%s: %d answers, I/O errors %.0f, alarm seen %d times; all well after %.1f s; purges %s; %s%n",
                fault,
                answered,
                errors,
                alarms,
                resumed,
                load.purges(),
                Taken.by(edge.pid()));
    }

    private double errors() {
        return edge.metric("skerry_store_io_errors_total");
    }

    /** Asks until everything that is asked for twice is a hit, a purge is taken and the alarm is over; after so many seconds. */
    private double storesAgain(String when) {
        long begun = System.nanoTime();
        promises.await("storing and purging " + when, () -> {
            List<String> paths = paths();
            promises.answered(when, probes.ask(paths));
            List<Answer> again = probes.ask(paths);
            promises.answered(when, again);
            return again.stream().filter(Answer::isHit).count() >= paths.size() * LEAST_HITS
                    && edge.metric("skerry_disk_alarm") == 0
                    && edge.metric("skerry_purge_journal_writable") == 1
                    && edge.purge(paths.subList(1, 2));
        });
        return (System.nanoTime() - begun) / 1e9;
    }

    private List<String> paths() {
        int current = series++;
        return IntStream.range(0, RESPONSES)
                .mapToObj(
                        i -> Content.path("probe/" + current + "/" + i, i % 6 == 0 ? 400_000L + i : 1_000L + 500L * i))
                .toList();
    }

    private void judge(Taken before, Taken after) throws IOException {
        System.out.println("begin " + before + "; end " + after);
        if (after.descriptors() > before.descriptors() + MOST_DESCRIPTORS) {
            promises.broken("open files went from " + before + " to " + after);
        }
        none("skerry_store_leases_open", "");
        none("skerry_store_sinks_open", "");
        none("skerry_memory_used_bytes", "\"fill\"");
        none("skerry_memory_used_bytes", "\"read\"");
        none("skerry_memory_used_bytes", "\"overflow\"");
        try (Stream<Path> files = Files.walk(edge.cache())) {
            files.filter(file -> file.toString().endsWith(".part"))
                    .forEach(file -> promises.broken("left behind: " + file));
        }
        try (Stream<String> lines = Files.lines(edge.log())) {
            // A starved machine delays event loops as well: the stack tells who holds one up.
            lines.filter(line -> line.contains("LEAK:")
                            || (line.contains("has been blocked for") && line.contains("io.skerry.cache.store.disk")))
                    .limit(3)
                    .forEach(promises::broken);
        }
    }

    private void none(String metric, String label) {
        double value = edge.metric(metric, label);
        if (value != 0) {
            promises.broken(metric + " " + label + " is " + value + " when nothing is under way");
        }
    }

    private void restart() throws IOException, InterruptedException {
        int exit = edge.terminate();
        if (exit != 0) {
            promises.broken("ended with " + exit);
        }
        edge.startAndWait();
        storesAgain("after a restart");
    }
}
