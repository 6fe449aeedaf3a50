package io.skerry.edge.config.problem;

import java.util.Optional;

/**
 * What was expected instead.
 *
 * @param suggestion the value that was probably meant; empty when none comes close
 * @param expected what is accepted, in words; may be empty
 */
public record Hint(Optional<String> suggestion, String expected) {

    /** Nothing to add. */
    public static final Hint NONE = new Hint(Optional.empty(), "");

    /** What is accepted, in words. */
    public static Hint expected(String expected) {
        return new Hint(Optional.empty(), expected);
    }

    /** Whether there is nothing to add. */
    public boolean none() {
        return suggestion.isEmpty() && expected.isEmpty();
    }

    /** The hint as it stands behind the pointer: {@code did you mean "a"?  (a, b, c)}. */
    public String text() {
        String rest = expected;
        return suggestion
                .map(close -> "did you mean \"" + close + "\"?" + (rest.isEmpty() ? "" : "  (" + rest + ")"))
                .orElse(rest.isEmpty() ? "" : "expected " + rest);
    }
}
