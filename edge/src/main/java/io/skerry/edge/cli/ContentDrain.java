package io.skerry.edge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads contents to their end, and gives up one of which nothing comes any more: the time-out of the JDK's client ends with the head. Any
 * thread; reading blocks.
 */
final class ContentDrain implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LOOKS = 4;

    private final Duration patience;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("skerry-content-drain").factory());

    /**
     * A reader of contents.
     *
     * @param patience without a byte, and a quarter more at most
     */
    ContentDrain(Duration patience) {
        this.patience = patience;
    }

    /**
     * How long a content is, which is read and closed.
     *
     * @throws IOException if it breaks off, or nothing of it comes for too long
     */
    long drain(InputStream body) throws IOException {
        AtomicLong heard = new AtomicLong(System.nanoTime());
        AtomicBoolean silent = new AtomicBoolean();
        long look = patience.toNanos() / LOOKS;
        Future<?> watch = clock.scheduleWithFixedDelay(
                () -> {
                    if (System.nanoTime() - heard.get() >= patience.toNanos() && silent.compareAndSet(false, true)) {
                        close(body);
                    }
                },
                look,
                look,
                TimeUnit.NANOSECONDS);
        try (body) {
            long length = readAll(body, heard);
            if (!silent.get()) {
                return length;
            }
        } catch (IOException broken) {
            if (!silent.get()) {
                throw broken;
            }
        } finally {
            watch.cancel(false);
        }
        throw new IOException("nothing more came for " + patience.toMillis() / 1000.0 + " s");
    }

    private static long readAll(InputStream body, AtomicLong heard) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            heard.setRelease(System.nanoTime());
            length += count;
        }
        return length;
    }

    /** Ends the read under way. */
    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            // Its reader is told of that.
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
