package io.skerry.cache.message;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/** What {@code Content-Range} says of a response (RFC 9110 14.4). */
public sealed interface ContentRange {

    /** No field, several of them, another unit than bytes, or numbers that contradict each other: nothing can be made of it. */
    record Unknown() implements ContentRange {}

    /**
     * The content is this part of the representation.
     *
     * @param span which bytes
     * @param completeBytes length of the complete representation, empty where the sender does not know it
     */
    record Part(ByteSpan span, OptionalLong completeBytes) implements ContentRange {
        public Part {
            Objects.requireNonNull(span);
            Objects.requireNonNull(completeBytes);
        }
    }

    /**
     * No requested range has a byte of the representation (416).
     *
     * @param completeBytes its length
     */
    record Unsatisfied(long completeBytes) implements ContentRange {}

    /** What these headers say. Never throws. */
    static ContentRange of(Headers headers) {
        if (headers.all("Content-Range").size() != 1) {
            return new Unknown();
        }
        String value = headers.first("Content-Range").orElseThrow().strip();
        String unit = value.length() < 6 ? "" : value.substring(0, 6).toLowerCase(Locale.ROOT);
        int slash = value.lastIndexOf('/');
        if (!unit.equals("bytes ") || slash < 0) {
            return new Unknown();
        }
        return of(value.substring(6, slash), value.substring(slash + 1));
    }

    private static ContentRange of(String range, String complete) {
        OptionalLong length = complete.equals("*") ? OptionalLong.empty() : number(complete);
        if (length.isEmpty() && !complete.equals("*")) {
            return new Unknown();
        }
        if (range.equals("*")) {
            return length.isPresent() ? new Unsatisfied(length.getAsLong()) : new Unknown();
        }
        int dash = range.indexOf('-');
        OptionalLong first = dash < 0 ? OptionalLong.empty() : number(range.substring(0, dash));
        OptionalLong last = dash < 0 ? OptionalLong.empty() : number(range.substring(dash + 1));
        // RFC 9110 14.4: a last position before the first, or a length not beyond the last, is invalid.
        boolean valid = first.isPresent()
                && last.isPresent()
                && last.getAsLong() >= first.getAsLong()
                && length.orElse(Long.MAX_VALUE) > last.getAsLong();
        return valid ? new Part(new ByteSpan(first.getAsLong(), last.getAsLong()), length) : new Unknown();
    }

    /** Digits that fit; a number too large for a long names no byte that could be sent. */
    private static OptionalLong number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = value * 10 + (c - '0');
        }
        return OptionalLong.of(value);
    }
}
