package io.skerry.cache.directive;

import java.util.OptionalLong;

/** Numbers of seconds in fields (RFC 9111 1.2.2): digits alone, clamped where they overflow. */
public final class DeltaSeconds {

    /** The largest value that is told apart; greater ones count as this (RFC 9111 1.2.2). */
    public static final long MAX = 2_147_483_648L;

    private DeltaSeconds() {}

    /** The number, 0 to {@link #MAX}; empty for anything but digits: signs, fractions, spaces, nothing at all. */
    public static OptionalLong parse(String text) {
        return parse(text, 0, text.length());
    }

    /** The number that stands between two positions of a text. */
    static OptionalLong parse(String text, int from, int to) {
        if (from >= to) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = Math.min(MAX, value * 10 + digit);
        }
        return OptionalLong.of(value);
    }
}
