package io.skerry.edge.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a started node running until the process is asked to end (SIGTERM, SIGINT), and then lets it drain. */
final class Termination {
    private Termination() {}

    /**
     * Does not return: the process ends with the node.
     *
     * @param stop drains and closes; blocks until everything is closed
     * @param grace how long that may take before the process ends all the same
     */
    static void await(Runnable stop, Duration grace) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(stop, grace), "drain"));
        new CountDownLatch(1).await();
    }

    private static void drain(Runnable stop, Duration grace) {
        Thread stopping = Thread.ofPlatform().daemon().name("stop").start(stop);
        // After a signal the JVM would exit with 128 + its number; a clean stop is a success, and supervisors want 0.
        Runtime.getRuntime().halt(endsWithin(stopping, grace).number());
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
