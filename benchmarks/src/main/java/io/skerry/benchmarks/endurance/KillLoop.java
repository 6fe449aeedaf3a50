package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.skerry.benchmarks.endurance.CheckingClient.Scheme;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills an edge with SIGKILL while it stores about 200 responses a second of 1 byte to 8 MB, again and again, and looks at what it
 * serves afterwards.
 *
 * <p>Each round starts the edge, asks at once for everything that was complete two seconds before the last kill, puts load on it,
 * purges some of what it stored, and kills it at a random moment. Every third round kills it once more while it starts; every
 * fifth begins with an empty folder and kills it while its shards are being made.
 *
 * <p>Run as {@code java … io.skerry.benchmarks.endurance.KillLoop FOLDER [ROUNDS] [SEED]}. Exit code 1 when a promise is broken: a
 * wrong byte, purged content, or fewer than 99 % of hits.
 */
public final class KillLoop {

    private static final int ROUNDS = 50;
    private static final int WIPE_EVERY = 5;
    private static final int KILL_STARTING_EVERY = 3;
    private static final double LEAST_HITS = 0.99;
    private static final Duration SECURE = Duration.ofSeconds(2);
    private static final String STORAGE = "{ memory: 64MB, disk: { path: ./cache, size: 4GB } }";

    private final EdgeProcess edge;
    private final TellingOrigin origin;
    private final CheckingClient client;
    private final SplittableRandom random;
    private final List<String> failures = new ArrayList<>();
    private long secureAsked;
    private long secureHits;
    private long answers;

    private KillLoop(EdgeProcess edge, TellingOrigin origin, CheckingClient client, long seed) {
        this.edge = edge;
        this.origin = origin;
        this.client = client;
        this.random = new SplittableRandom(seed);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(1_000_000));
        boolean sound;
        try (TellingOrigin origin = new TellingOrigin(vertx);
                EdgeProcess edge = new EdgeProcess(folder, EdgeProcess.Listeners.PLAIN, STORAGE, origin.url());
                CheckingClient client = new CheckingClient(vertx, edge.port(), Scheme.HTTP_1)) {
            System.out.println("seed " + seed);
            sound = new KillLoop(edge, origin, client, seed).run(rounds);
        } finally {
            vertx.close().await();
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int rounds) throws IOException, InterruptedException {
        WriteLoad last = new WriteLoad(client, origin, "none", random.split());
        for (int round = 0; round < rounds; round++) {
            if (round % WIPE_EVERY == 0) {
                Folders.delete(edge.cache());
                last = new WriteLoad(client, origin, "none", random.split());
                killWhileStarting(Duration.ofMillis(200 + random.nextInt(1800)));
            } else if (round % KILL_STARTING_EVERY == 0) {
                killWhileStarting(Duration.ofMillis(300 + random.nextInt(1500)));
            }
            Duration start = edge.startAndWait();
            String kept = check(round, last);
            last = new WriteLoad(client, origin, "round" + round, random.split());
            last.run(edge, Duration.ofMillis(3000 + random.nextInt(2500)));
            long killedAt = System.nanoTime();
            edge.kill();
            last.killed(killedAt - SECURE.toNanos());
            judge(round, "under load", last.answers());
            System.out.printf(
                    Locale.ROOT,
                    "round %d: ready after %d ms, %s; killed under load: %s%n",
                    round,
                    start.toMillis(),
                    kept,
                    last);
        }
        System.out.printf(
                Locale.ROOT,
                "%d answers, %d of %d secure ones hit (%.2f %%), %d failures%n",
                answers,
                secureHits,
                secureAsked,
                100.0 * secureHits / Math.max(1, secureAsked),
                failures.size());
        failures.forEach(failure -> System.out.println("FAILED " + failure));
        return failures.isEmpty();
    }

    private void killWhileStarting(Duration after) throws IOException, InterruptedException {
        edge.start();
        LockSupport.parkNanos(after.toNanos());
        edge.kill();
    }

    /** Everything that the last round stored is asked for, what was secure first, as soon as the edge says that it is ready. */
    private String check(int round, WriteLoad last) {
        long begun = System.nanoTime();
        List<Answer> secure = last.ask(last.secure());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        judge(round, "secure", secure);
        judge(round, "purged", last.ask(last.purged()));
        judge(round, "others", last.ask(last.others()));
        long hits = secure.stream().filter(Answer::isHit).count();
        secureAsked += secure.size();
        secureHits += hits;
        if (hits < secure.size() * LEAST_HITS) {
            failures.add("round " + round + ": " + hits + " of " + secure.size() + " hit");
        }
        secure.stream()
                .filter(answer -> !answer.isComplete())
                .forEach(answer -> failures.add("round " + round + ": after the start " + answer));
        return hits + " of " + secure.size() + " hit in " + millis + " ms";
    }

    private void judge(int round, String when, List<Answer> received) {
        answers += received.size();
        for (Answer answer : received) {
            if (answer.kind() == Kind.CORRUPT || answer.kind() == Kind.REFUSED) {
                failures.add("round " + round + ", " + when + ": " + answer);
            }
        }
    }
}
