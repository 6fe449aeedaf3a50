package io.skerry.edge;

import io.skerry.edge.accesslog.LogStyle;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a node is told besides the routes file.
 *
 * @param folder of the routes file; relative paths of functions' data start there
 * @param accessLog where access-log lines go; not closed by the node
 * @param style how they look
 */
public record NodeOptions(Path folder, OutputStream accessLog, LogStyle style) {
    public NodeOptions {
        Objects.requireNonNull(folder);
        Objects.requireNonNull(accessLog);
        Objects.requireNonNull(style);
    }
}
