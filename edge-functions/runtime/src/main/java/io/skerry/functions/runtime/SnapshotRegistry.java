package io.skerry.functions.runtime;

import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The snapshots of one configuration generation: keeps them fresh and says whether a recorded version is still current. */
public final class SnapshotRegistry implements AutoCloseable {

    private static final Duration FIRST_LOADS_WAIT = Duration.ofSeconds(2);

    private final FunctionServices services;
    private final Map<String, LoadedSnapshot<?>> snapshots = new ConcurrentHashMap<>();

    /**
     * A registry without snapshots.
     *
     * @param services fetch the data
     */
    public SnapshotRegistry(FunctionServices services) {
        this.services = services;
    }

    /**
     * Whether a stored response that was made with a version may still be used, as far as this data is concerned. Safe on
     * event loops.
     *
     * @param recorded what was read when it was made
     * @return false when there is other data now, or no such snapshot; true while the data was never loaded, because
     *     nothing is known to be newer
     */
    public boolean isCurrent(SnapshotVersion recorded) {
        LoadedSnapshot<?> snapshot = snapshots.get(recorded.name());
        if (snapshot == null) {
            return false;
        }
        String version = snapshot.version();
        return version.equals(LoadedSnapshot.NEVER_LOADED) || version.equals(recorded.version());
    }

    /** Stops refreshing. */
    @Override
    public void close() {
        snapshots.values().forEach(LoadedSnapshot::stop);
    }

    /**
     * Waits a moment for the first data of all snapshots together, so that the first request finds data; a source that does not answer
     * yet is no reason not to start. Called once, on a thread that may block, when everything is opened.
     */
    public void awaitFirstLoads() {
        long end = System.nanoTime() + FIRST_LOADS_WAIT.toNanos();
        try {
            for (LoadedSnapshot<?> snapshot : snapshots.values()) {
                snapshot.awaitFirstLoad(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to load a snapshot. */
    <T> Snapshot<T> open(String use, Source source, Snapshot.Parser<T> parser) {
        LoadedSnapshot<T> snapshot = new LoadedSnapshot<>(use + ':' + source.location(), source, parser, services);
        if (snapshots.putIfAbsent(snapshot.name(), snapshot) != null) {
            throw new IllegalStateException(use + " opens " + source.location() + " twice");
        }
        snapshot.start();
        return snapshot;
    }
}
