package io.skerry.edge.accesslog;

import java.io.Console;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** How access-log lines look. */
public enum LogStyle {
    /** One JSON object per line, for machines. */
    JSON,
    /** A short readable line, coloured only where standard output is a terminal and {@code NO_COLOR} is not set. */
    CONSOLE;

    LineFormat format() {
        return switch (this) {
            case JSON -> new JsonLine();
            case CONSOLE -> new ConsoleLine(terminalColours(), ZoneId.systemDefault());
        };
    }

    // JDK 25 went back to giving null where standard input or output is not interactive.
    @SuppressWarnings("SystemConsoleNull")
    private static ConsoleLine.Colours terminalColours() {
        @Nullable Console console = System.console();
        boolean wanted = console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
        return wanted ? ConsoleLine.Colours.ON : ConsoleLine.Colours.OFF;
    }
}
