package io.skerry.cache.entry;

import java.util.Objects;

/**
 * A data snapshot that a function read while the response was made. Another version of it means: fetch anew, without
 * conditions.
 *
 * @param name the snapshot's name, unique in the node
 * @param version changes exactly when the data does; the same on every node and after a restart
 */
public record SnapshotVersion(String name, String version) {
    public SnapshotVersion {
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
    }
}
