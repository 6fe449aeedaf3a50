package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.skerry.benchmarks.endurance.CheckingClient.Scheme;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Damages the files of an edge's cache folder, while it runs, after it was stopped and after it was killed, and looks at what it
 * serves afterwards: never a wrong byte, never purged content, an answer to every request, and after one more request each
 * response is stored again.
 *
 * <p>Every file in the folder may be hit: shards, segment files, clean markers, the layout, the list of what is hot, the purge
 * journal, the lock files. Now and then the whole folder is replaced by an older copy of it, after purges.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.endurance.DamageRun FOLDER [ROUNDS] [SEED]}. Exit code 1 when a promise is broken.
 */
public final class DamageRun {

    private static final List<Damage> DAMAGES = List.of(Damage.values());
    private static final int ROUNDS = 40;
    private static final int RESPONSES = 400;
    private static final int FILES_A_ROUND = 4;
    private static final int VERTX_CHECK = 1_000_000;
    /** Little memory: most of what is asked for comes from disk. */
    private static final String STORAGE = "{ memory: 16MB, disk: { path: ./cache, size: 300MB } }";

    private final EdgeProcess edge;
    private final TellingOrigin origin;
    private final WriteLoad load;
    private final SplittableRandom random;
    private final Path copies;
    private final List<String> paths;
    private final List<String> failures = new ArrayList<>();
    private long answers;
    private long hits;

    private DamageRun(EdgeProcess edge, TellingOrigin origin, CheckingClient client, Path copies, long seed) {
        this.edge = edge;
        this.origin = origin;
        this.random = new SplittableRandom(seed);
        this.load = new WriteLoad(client, origin, "damage", random.split());
        this.copies = copies;
        this.paths = IntStream.range(0, RESPONSES).mapToObj(DamageRun::path).toList();
    }

    /** Most fit a record; each tenth is in a file. */
    private static String path(int i) {
        return Content.path("damage/" + i, i % 10 == 0 ? 100_000L + 3_000L * i : 1 + 137L * i);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        Folders.delete(folder);
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(VERTX_CHECK));
        boolean sound;
        try (TellingOrigin origin = new TellingOrigin(vertx);
                EdgeProcess edge = new EdgeProcess(folder, EdgeProcess.Listeners.PLAIN, STORAGE, origin.url());
                CheckingClient client = new CheckingClient(vertx, edge.port(), Scheme.HTTP_1)) {
            sound = new DamageRun(edge, origin, client, folder.resolve("copies"), seed).run(rounds);
        } finally {
            vertx.close().await();
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int rounds) throws IOException, InterruptedException {
        edge.startAndWait();
        askAll(0, "first");
        for (int round = 1; round <= rounds && failures.size() < 50; round++) {
            String done = round(round);
            long before = hits;
            askAll(round, "after the damage");
            long found = hits - before;
            Set<String> missed = askAll(round, "again");
            before = hits;
            awaitWrites();
            // What only memory still had may leave it meanwhile, and is missed once; what was
            // missed has to be there now.
            missed.retainAll(askAll(round, "healed"));
            long healed = hits - before;
            if (!missed.isEmpty()) {
                failures.add("round " + round + ": not stored again after " + done + ": " + missed);
            }
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %s: %d hits at once, %d in the end, corruptions %.0f, io errors %.0f, findings %.0f, alarm %.0f%n",
                    round,
                    done,
                    found,
                    healed,
                    edge.metric("skerry_store_corruptions_total"),
                    edge.metric("skerry_store_io_errors_total"),
                    edge.metric("skerry_disk_scrub_findings_total"),
                    edge.metric("skerry_disk_alarm"));
        }
        System.out.printf(Locale.ROOT, "%d answers, %d hits, %d failures%n", answers, hits, failures.size());
        failures.forEach(failure -> System.out.println("FAILED " + failure));
        return failures.isEmpty();
    }

    private String round(int round) throws IOException, InterruptedException {
        return switch (round % 5) {
            case 0 -> "old copy of all: " + oldCopy();
            case 1 -> "stopped: " + stopped();
            case 2 -> "killed: " + killed();
            default -> "running: " + damageSome();
        };
    }

    private String stopped() throws IOException, InterruptedException {
        int exit = edge.terminate();
        String done = "exit " + exit + ", " + damageSome();
        edge.startAndWait();
        return done;
    }

    private String killed() throws IOException, InterruptedException {
        edge.kill();
        String done = damageSome();
        edge.startAndWait();
        return done;
    }

    /** What is purged between copy and restore must not come back. */
    private String oldCopy() throws IOException, InterruptedException {
        edge.terminate();
        Folders.delete(copies);
        Folders.copy(edge.cache(), copies);
        edge.startAndWait();
        List<String> some = paths.stream().filter(_ -> random.nextInt(5) == 0).toList();
        some.forEach(origin::change);
        boolean acknowledged = edge.purge(some);
        some.forEach(path -> load.purged(path, origin.version(path)));
        edge.terminate();
        boolean emptied = random.nextBoolean();
        if (emptied) {
            Folders.delete(edge.cache());
        }
        Folders.copy(copies, edge.cache());
        edge.startAndWait();
        return "acknowledged " + acknowledged + ", emptied before " + emptied;
    }

    private String damageSome() throws IOException {
        List<Path> all = Folders.files(edge.cache());
        List<String> done = new ArrayList<>();
        for (int i = 0; i < FILES_A_ROUND; i++) {
            List<Path> kind = kind(all);
            Path file = kind.get(random.nextInt(kind.size()));
            Path other = kind.get(random.nextInt(kind.size()));
            Damage damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
            if (Files.exists(file) && Files.exists(other)) {
                damage.on(file, other, random);
                done.add(damage + " " + file.getFileName());
            }
        }
        return String.join(", ", done);
    }

    /** Shards, segments and the rest in equal parts, however many there are of each. */
    private List<Path> kind(List<Path> all) {
        String suffix = List.of(".map", ".seg", "").get(random.nextInt(3));
        List<Path> kind = all.stream()
                .filter(file -> suffix.isEmpty()
                        ? !file.toString().endsWith(".map") && !file.toString().endsWith(".seg")
                        : file.toString().endsWith(suffix))
                .filter(file -> !file.endsWith("admin-token"))
                .collect(Collectors.toList());
        return kind.isEmpty() ? all : kind;
    }

    private void awaitWrites() {
        while (edge.metric("skerry_disk_writes_queued") > 0) {
            Thread.onSpinWait();
        }
    }

    /** Asks for everything; the paths of what was no hit. */
    private Set<String> askAll(int round, String when) {
        List<Answer> received = load.ask(paths);
        answers += received.size();
        hits += received.stream().filter(Answer::isHit).count();
        for (Answer answer : received) {
            // A stored body whose damage shows midway breaks visibly, once.
            boolean bad = answer.kind() == Kind.CORRUPT
                    || answer.kind() == Kind.REFUSED
                    || (answer.kind() == Kind.BROKEN && (answer.status() == 0 || !when.startsWith("after")));
            if (bad) {
                failures.add("round " + round + ", " + when + ": " + answer);
            }
        }
        return received.stream()
                .filter(answer -> !answer.isHit())
                .map(Answer::path)
                .collect(Collectors.toSet());
    }
}
