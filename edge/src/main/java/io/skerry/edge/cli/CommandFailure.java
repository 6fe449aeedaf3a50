package io.skerry.edge.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a command with one line for the person who typed it: something outside Skerry's code is wrong. */
final class CommandFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, @Nullable String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
