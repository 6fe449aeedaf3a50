package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.CheckingClient.Scheme;
import io.skerry.benchmarks.endurance.EdgeProcess.Listeners;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An edge on a disk that fills up under it: while bodies are written, and before its shards are made. Traffic goes on, an alarm is
 * raised, and storing resumes alone when there is room again. Then a second edge on the same cache folder, which has to refuse at
 * once.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.endurance.FullDiskRun FOLDER}, as somebody who may mount a file system. Exit code 1
 * when a promise is broken, 3 when nothing can be mounted.
 */
public final class FullDiskRun {

    private static final int MEGABYTES = 150;
    private static final int RESPONSES = 60;
    private static final int VERTX_CHECK = 1_000_000;
    private static final long REFUSES_WITHIN_SECONDS = 5;
    private static final long LOOK_NANOS = 100_000_000;
    private static final String STORAGE = "{ memory: 16MB, disk: { path: ./cache, size: 120MB } }";

    private final SmallDisk disk;
    private final EdgeProcess edge;
    private final EdgeProcess second;
    private final WriteLoad load;
    private final Promises promises = new Promises(LOOK_NANOS);
    private int series;

    private FullDiskRun(SmallDisk disk, EdgeProcess edge, EdgeProcess second, WriteLoad load) {
        this.disk = disk;
        this.edge = edge;
        this.second = second;
        this.load = load;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(VERTX_CHECK));
        int exit;
        Path folder = Path.of(arguments[0]);
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("cache"), MEGABYTES);
                TellingOrigin origin = new TellingOrigin(vertx);
                EdgeProcess edge = new EdgeProcess(folder, Listeners.PLAIN, STORAGE, origin.url());
                EdgeProcess second = edge.beside(origin.url());
                CheckingClient client = new CheckingClient(vertx, edge.port(), Scheme.HTTP_1)) {
            WriteLoad load = new WriteLoad(client, origin, "full", new SplittableRandom());
            exit = new FullDiskRun(disk, edge, second, load).run() ? 0 : 1;
        } catch (IOException notMounted) {
            System.out.println("cannot run here: " + notMounted.getMessage());
            exit = 3;
        } finally {
            vertx.close().await();
        }
        System.exit(exit);
    }

    private boolean run() throws IOException, InterruptedException {
        edge.startAndWait();
        stores("on a disk with room");
        whileWriting();
        beforeShardsAreMade();
        secondProcess();
        return promises.told("");
    }

    private void whileWriting() throws IOException {
        disk.fill();
        traffic("while the disk is full");
        promises.await("an alarm while bodies cannot be written", () -> edge.metric("skerry_disk_alarm") == 1);
        disk.empty();
        resumes("after there is room again");
    }

    private void beforeShardsAreMade() throws IOException, InterruptedException {
        edge.terminate();
        Folders.delete(edge.cache().resolve("shards"));
        Folders.delete(edge.cache().resolve("segments"));
        disk.fill();
        edge.startAndWait();
        traffic("started on a full disk");
        promises.await("an alarm while shards cannot be made", () -> edge.metric("skerry_disk_alarm") == 1);
        disk.empty();
        resumes("after a start on a full disk");
    }

    private void secondProcess() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        second.start();
        int exit = second.awaitExit(60);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(Locale.ROOT, "the second process ended with %d after %.1f s%n", exit, seconds);
        if (exit == 0 || seconds > REFUSES_WITHIN_SECONDS) {
            promises.broken("the second process ended with " + exit + " after " + seconds + " s");
        }
        stores("after a second process tried");
    }

    /** Asks until everything that is asked for twice is a hit and the alarm is over. */
    private void resumes(String when) {
        long begun = System.nanoTime();
        promises.await("storing resumes " + when, () -> {
            List<String> paths = paths();
            load.ask(paths);
            List<Answer> again = load.ask(paths);
            return again.stream().allMatch(Answer::isHit) && edge.metric("skerry_disk_alarm") == 0;
        });
        System.out.printf(Locale.ROOT, "%s: resumed within %.1f s%n", when, (System.nanoTime() - begun) / 1e9);
        stores(when);
    }

    /** Everything is answered rightly, whatever is stored of it. */
    private void traffic(String when) {
        List<String> paths = paths();
        promises.answered(when, load.ask(paths));
        promises.answered(when, load.ask(paths));
        System.out.println(when + ": " + 2 * paths.size() + " answers");
    }

    /** Everything is answered rightly, and stored on disk: it is more than memory holds. */
    private void stores(String when) {
        List<String> paths = paths();
        promises.answered(when, load.ask(paths));
        promises.await("the queue of writes ends " + when, () -> edge.metric("skerry_disk_writes_queued") == 0);
        List<Answer> again = load.ask(paths);
        promises.answered(when, again);
        long hits = again.stream().filter(Answer::isHit).count();
        System.out.println(when + ": " + hits + " of " + paths.size() + " hit");
        if (hits < paths.size() * 0.95) {
            promises.broken(when + ": only " + hits + " of " + paths.size() + " were stored");
        }
    }

    /** About 20 MB: two of three fit a record. */
    private List<String> paths() {
        int current = series++;
        return IntStream.range(0, RESPONSES)
                .mapToObj(i -> Content.path("full/" + current + "/" + i, i % 3 == 0 ? 900_000L + i : 1_000L + 500L * i))
                .toList();
    }
}
