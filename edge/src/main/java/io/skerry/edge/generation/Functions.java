package io.skerry.edge.generation;

import io.skerry.functions.runtime.RunningFunction;
import io.skerry.functions.runtime.SnapshotRegistry;
import java.util.List;
import java.util.Objects;

/**
 * The functions of a generation and their data.
 *
 * @param running every use, in file order
 * @param snapshots their data, kept fresh until they are stopped
 */
public record Functions(List<RunningFunction> running, SnapshotRegistry snapshots) {

    public Functions {
        running = List.copyOf(running);
        Objects.requireNonNull(snapshots);
    }

    /** Stops refreshing data, then every use. Called once, after the last request of the generation. */
    public void stop() {
        snapshots.close();
        running.forEach(RunningFunction::stop);
    }
}
