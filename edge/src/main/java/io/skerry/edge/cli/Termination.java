package io.skerry.edge.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a node and keeps it running until the process is asked to end (SIGTERM, SIGINT), and then lets it drain. One that is asked for
 * while it starts is closed once it has started: what its files were opened for is then noted in them.
 */
final class Termination {
    private Termination() {}

    /**
     * Does not return: the process ends with the node.
     *
     * @param start gives what drains and closes, which blocks until everything is closed; what it throws is thrown on
     * @param grace how long that may take before the process ends all the same, the rest of a start included
     */
    static void await(Supplier<Runnable> start, Duration grace) throws InterruptedException {
        CompletableFuture<Optional<Runnable>> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(started, grace), "drain"));
        try {
            started.complete(Optional.of(start.get()));
        } finally {
            // Nothing is left open by a start that fails, and whoever it was thrown to says with what the process ends.
            started.complete(Optional.empty());
        }
        new CountDownLatch(1).await();
    }

    private static void drain(CompletableFuture<Optional<Runnable>> started, Duration grace) {
        Thread stopping = Thread.ofPlatform()
                .daemon()
                .name("stop")
                .start(() -> started.join().ifPresent(Runnable::run));
        ExitCode end = endsWithin(stopping, grace);
        if (started.getNow(Optional.empty()).isPresent() || end != ExitCode.OK) {
            // After a signal the JVM would exit with 128 + its number; a clean stop is a success.
            Runtime.getRuntime().halt(end.number());
        }
    }

    private static ExitCode endsWithin(Thread stopping, Duration grace) {
        Logger log = LoggerFactory.getLogger(Termination.class);
        try {
            if (stopping.join(grace)) {
                return ExitCode.OK;
            }
            log.warn("not stopped within {}: what is still open is cut", grace);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.PROBLEMS;
    }
}
