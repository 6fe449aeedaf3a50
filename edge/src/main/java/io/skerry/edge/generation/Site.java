package io.skerry.edge.generation;

import java.util.Objects;

/**
 * A site's identity. No stored response ever crosses from one site to another.
 *
 * @param name in keys, logs, metrics and purges
 */
public record Site(String name) {
    public Site {
        Objects.requireNonNull(name);
    }
}
