package io.skerry.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the clocks once a second, on a thread of its own, and tells of time that passed while the machine was suspended. */
final class SuspendWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SuspendWatch.class);
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LongConsumer slept;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("skerry-suspend-watch").unstarted(this::run);

    private SuspendWatch(LongConsumer slept) {
        this.slept = slept;
    }

    /**
     * Begins to watch; where the system does not tell its uptime (not Linux), nothing is told.
     *
     * @param slept takes nanoseconds
     */
    static SuspendWatch start(LongConsumer slept) {
        SuspendWatch watch = new SuspendWatch(slept);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            Optional<Slept> before = look();
            while (before.isPresent()) {
                Thread.sleep(PAUSE);
                Optional<Slept> now = look();
                if (now.isPresent()) {
                    tell(now.get().since(before.get()));
                    before = now;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(long nanos) {
        if (nanos > 0) {
            slept.accept(nanos);
            LOG.warn("the machine was suspended for {} s: what is stored is that much older", nanos / 1_000_000_000);
        }
    }

    /** The clocks as they are now; empty where one cannot be read. */
    static Optional<Slept> look() {
        try {
            String text = Files.readString(UPTIME);
            double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
            return Optional.of(new Slept(
                    System.nanoTime(),
                    (long) (seconds * 1e9),
                    TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())));
        } catch (IOException | RuntimeException untold) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
