package io.skerry.edge.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The bytes of a file that may be no ordinary one: a device that never ends, a named pipe that nobody writes into. */
final class FileBytes {

    private FileBytes() {}

    /**
     * All of a file.
     *
     * @param mostBytes a longer one is refused
     * @param longest how long reading may take
     * @throws IOException also for a file that is too long, or was not read in time
     */
    static byte[] read(Path file, int mostBytes, Duration longest) throws IOException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> upTo(mostBytes, file));
        // Opening a pipe cannot be interrupted: its thread is left behind, and keeps no process.
        Thread.ofPlatform().daemon().name("routes-file").start(reading);
        try {
            return reading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("it was not read to its end within " + longest.toSeconds() + " s", late);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        }
    }

    private static byte[] upTo(int mostBytes, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new IOException("it is longer than " + mostBytes + " bytes");
            }
            return bytes;
        }
    }
}
