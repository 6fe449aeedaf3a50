package io.skerry.edge.config.bind;

import java.util.Optional;

/**
 * How the text of a single value becomes a Java value.
 *
 * @param noun what it is: {@code a duration}
 * @param expected what is accepted: {@code a number with a unit: 30s}
 * @param json how the schema describes it
 * @param parser from text; throws {@link IllegalArgumentException} or {@link ArithmeticException} for what it does not accept
 * @param correction what was probably meant by a text that is not accepted
 */
public record ScalarType(String noun, String expected, Json json, Parser parser, Correction correction) {

    ScalarType(String noun, String expected, Json json, Parser parser) {
        this(noun, expected, json, parser, text -> Optional.empty());
    }

    /** From text to value. */
    @FunctionalInterface
    public interface Parser {
        /**
         * The value.
         *
         * @throws IllegalArgumentException when the text is not accepted; its message may say why
         */
        Object parse(String text);
    }

    /** From a text that is not accepted to what was probably meant. */
    @FunctionalInterface
    interface Correction {
        Optional<String> of(String text);
    }

    /** How the schema describes a single value. */
    public sealed interface Json {

        /** Any text. Numbers and truth values count as the text they are written in. */
        record Text() implements Json {}

        /**
         * A text of a certain form.
         *
         * @param pattern ECMA 262 expression over the whole text
         */
        record Pattern(String pattern) implements Json {}

        /** A whole number. */
        record Whole() implements Json {}

        /** A number. */
        record Decimal() implements Json {}

        /** {@code true} or {@code false}. */
        record Truth() implements Json {}
    }

    /** Whether it is written without quotes: a number or a truth value. */
    public boolean bare() {
        return switch (json) {
            case Json.Text text -> false;
            case Json.Pattern pattern -> false;
            case Json.Whole whole -> true;
            case Json.Decimal number -> true;
            case Json.Truth truth -> true;
        };
    }
}
