package io.skerry.edge.config.bind;

import java.util.Optional;

/** Why a value was refused, in the words of what refused it. */
final class Reason {

    private static final String EXPECTED = "expected ";

    private Reason() {}

    /** The message, but for those the JDK makes up about numbers, which say nothing to the writer of a file. */
    static String of(RuntimeException refusal) {
        boolean madeUp = refusal instanceof NumberFormatException || refusal instanceof ArithmeticException;
        String message = refusal.getMessage();
        return message == null || madeUp ? "" : message;
    }

    /** What a reason of the form {@code expected this, not "that"} expects. */
    static Optional<String> expected(String reason) {
        if (!reason.startsWith(EXPECTED)) {
            return Optional.empty();
        }
        int not = reason.lastIndexOf(", not ");
        return Optional.of(reason.substring(EXPECTED.length(), not < 0 ? reason.length() : not));
    }
}
