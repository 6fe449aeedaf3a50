package io.skerry.functions.runtime;

import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot that reloads itself: one load at a time on a virtual thread, the next begins {@code every} after its end.
 *
 * <p>The version is a hash of the bytes, so that it is the same on every node and after a restart, and responses stored
 * with it stay usable.
 */
final class LoadedSnapshot<T> implements Snapshot<T> {

    /** The version while no data was ever loaded. */
    static final String NEVER_LOADED = "none";

    private static final Logger LOG = LoggerFactory.getLogger(LoadedSnapshot.class);
    private static final int MAX_BYTES = 16 << 20;
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final int VERSION_BYTES = 8;

    private final String name;
    private final Source source;
    private final Parser<T> parser;
    private final FunctionServices services;
    private final CountDownLatch firstLoad = new CountDownLatch(1);
    private volatile @Nullable Version<T> current;
    private volatile boolean stopped;

    LoadedSnapshot(String name, Source source, Parser<T> parser, FunctionServices services) {
        this.name = name;
        this.source = source;
        this.parser = parser;
        this.services = services;
    }

    @Override
    public String name() {
        return name;
    }

    /** The last good data. */
    Optional<Version<T>> current() {
        return Optional.ofNullable(current);
    }

    /** Changes exactly when the data does; {@link #NEVER_LOADED} before. */
    String version() {
        Version<T> data = current;
        return data == null ? NEVER_LOADED : data.version();
    }

    /** Begins to load; returns at once. */
    void start() {
        services.executors().background(this::refresh);
    }

    /** Waits for the end of the first load, at most so long. */
    void awaitFirstLoad(Duration most) throws InterruptedException {
        if (!firstLoad.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warn("snapshot {} has no data yet", name);
        }
    }

    void stop() {
        stopped = true;
    }

    private void refresh() {
        try {
            take(load());
            services.metrics().snapshotLoaded(name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception | Error failed) {
            failed(failed);
        } finally {
            firstLoad.countDown();
        }
        scheduleNext();
    }

    private void failed(Throwable cause) {
        services.metrics().snapshotFailed(name);
        LOG.warn("snapshot {} could not be loaded, {}: {}", name, stateText(), cause.toString());
    }

    private String stateText() {
        return current == null ? "and there is no earlier data" : "the last good data stays";
    }

    private void scheduleNext() {
        Duration wait = current == null && source.every().compareTo(FIRST_RETRY) > 0 ? FIRST_RETRY : source.every();
        try {
            var _ = services.executors().after(wait.toNanos(), this::refreshAgain);
        } catch (RejectedExecutionException shuttingDown) {
            LOG.debug("snapshot {} is not refreshed any more", name);
        }
    }

    private void refreshAgain() {
        if (stopped) {
            return;
        }
        try {
            services.executors().background(this::refresh);
        } catch (Throwable noThread) {
            // Or nobody would look at the data again.
            failed(noThread);
            scheduleNext();
        }
    }

    private byte[] load() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String url = source.url();
        if (url == null) {
            return read(services.folder().resolve(source.location()));
        }
        return services.load(URI.create(url), MAX_BYTES, LOAD_TIMEOUT)
                .toCompletableFuture()
                .get(LOAD_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static byte[] read(Path file) throws IOException {
        long length = Files.size(file);
        if (length > MAX_BYTES) {
            throw new IOException(file + " has " + length + " bytes, more than " + MAX_BYTES);
        }
        return Files.readAllBytes(file);
    }

    private void take(byte[] bytes) throws Exception {
        String version = versionOf(bytes);
        if (!version.equals(version())) {
            current = new Version<>(parser.parse(bytes), version);
        }
    }

    private static String versionOf(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
