package io.skerry.functions.runtime;

import java.util.Objects;

/**
 * One use of a function in the routes file.
 *
 * @param id unique in the configuration and the same after a reload, such as {@code shop/images/image-resize}; names
 *     snapshots, metrics and log lines
 * @param settings bound and validated; an instance of {@link CatalogEntry#settings}
 * @param onError what happens when it fails
 */
public record FunctionUse(String id, Record settings, OnError onError) {

    /** Refuses {@code null}. */
    public FunctionUse {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(onError, "onError");
    }
}
