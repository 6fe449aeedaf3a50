package io.skerry.edge.config.problem;

import java.util.Optional;

/**
 * One thing that is wrong with a routes file.
 *
 * @param severity whether the file can be used all the same
 * @param kind what sort of thing, for programs
 * @param file name of the file
 * @param span where
 * @param path the key, such as {@code origins.shop.balance}; empty for the file or a whole route
 * @param message what is wrong, naming the offending value
 * @param hint what was expected
 * @param excerpt the offending text, where there is one
 */
public record Problem(
        Severity severity,
        Kind kind,
        String file,
        Span span,
        String path,
        String message,
        Hint hint,
        Optional<Excerpt> excerpt) {

    private static final int MOST_CHARS = 2_000;

    public Problem {
        path = shortened(path);
        message = shortened(message);
        hint = new Hint(hint.suggestion(), shortened(hint.expected()));
    }

    /** Keys and values of a file, and the names it defines, may be as long as the file. */
    private static String shortened(String text) {
        return text.length() <= MOST_CHARS
                ? text
                : text.substring(0, MOST_CHARS / 2) + "…" + text.substring(text.length() - MOST_CHARS / 2);
    }

    /** Whether a file with this problem is refused. */
    public boolean refuses() {
        return severity == Severity.ERROR;
    }

    /** The message with the key in front. */
    public String described() {
        return path.isEmpty() ? message : path + ": " + message;
    }

    /** Whether a file can be used. */
    public enum Severity {
        /** The file is refused. */
        ERROR,
        /** The file is used; somebody should look at it. */
        WARNING;

        /** The word in reports. */
        public String word() {
            return this == ERROR ? "error" : "warning";
        }
    }

    /** What sort of problem. The names are stable: programs filter by them. */
    public enum Kind {
        /** The file cannot be read or is not UTF-8. */
        UNREADABLE("unreadable"),
        /** The text is not YAML. */
        SYNTAX("syntax"),
        /** A key stands twice in one mapping. */
        DUPLICATE_KEY("duplicate-key"),
        /** A key nobody knows. */
        UNKNOWN_KEY("unknown-key"),
        /** A key or value of a later version. */
        UNSUPPORTED("unsupported"),
        /** A key that has to be there is not. */
        MISSING_KEY("missing-key"),
        /** A list where a mapping belongs, and the like. */
        WRONG_SHAPE("wrong-shape"),
        /** A value that means nothing here. */
        INVALID_VALUE("invalid-value"),
        /** An environment variable that is not set. */
        UNSET_VARIABLE("unset-variable"),
        /** A name of something the file does not define. */
        UNKNOWN_NAME("unknown-name"),
        /** The same name, host or address twice. */
        DUPLICATE("duplicate"),
        /** Keys that exclude each other or need another. */
        CONFLICT("conflict"),
        /** A route no request can reach. */
        UNREACHABLE("unreachable"),
        /** A file the configuration names cannot be read. */
        MISSING_FILE("missing-file"),
        /** Something defined and never used. */
        UNUSED("unused");

        private final String token;

        Kind(String token) {
            this.token = token;
        }

        /** The name in JSON and SARIF. */
        public String token() {
            return token;
        }
    }
}
