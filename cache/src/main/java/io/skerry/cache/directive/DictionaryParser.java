package io.skerry.cache.directive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Structured Fields dictionaries (RFC 8941 4.2.2), strict: one error anywhere and there is no dictionary. Of a key that occurs
 * twice the last value counts. Parameters are parsed and dropped.
 */
final class DictionaryParser {

    /** A member's value, as far as cache directives tell types apart. */
    sealed interface Value {
        record Bool(boolean value) implements Value {}

        record Whole(long value) implements Value {}

        record Text(String value) implements Value {}

        /** A decimal, token, byte sequence or inner list: valid, and no cache directive's value. */
        record Other() implements Value {}
    }

    record Member(String key, Value value) {}

    /** A parse error inside this file only; stackless. */
    private static final class Malformed extends RuntimeException {
        private Malformed() {
            super("malformed dictionary", null, false, false);
        }
    }

    private static final Value OTHER = new Value.Other();

    private final String text;
    private int at;

    private DictionaryParser(String text) {
        this.text = text;
    }

    /** The members in order of their last occurrence's first key; empty for a malformed text. */
    static Optional<List<Member>> parse(String text) {
        try {
            return Optional.of(new DictionaryParser(text).dictionary());
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    private List<Member> dictionary() {
        SequencedMap<String, Member> members = new LinkedHashMap<>();
        skip(' ', ' ');
        while (at < text.length()) {
            String key = key();
            Value value = new Value.Bool(true);
            if (accept('=')) {
                value = accept('(') ? innerList() : bareItem();
            }
            parameters();
            members.putLast(key, new Member(key, value));
            skip(' ', '\t');
            if (at == text.length()) {
                break;
            }
            expect(',');
            skip(' ', '\t');
            require(at < text.length());
        }
        return List.copyOf(members.values());
    }

    private Value innerList() {
        while (true) {
            skip(' ', ' ');
            if (accept(')')) {
                return OTHER;
            }
            bareItem();
            parameters();
            require(peek() == ' ' || peek() == ')');
        }
    }

    private void parameters() {
        while (accept(';')) {
            skip(' ', ' ');
            key();
            if (accept('=')) {
                bareItem();
            }
        }
    }

    private String key() {
        int start = at;
        require(lower(peek()) || peek() == '*');
        while (lower(peek()) || digit(peek()) || "_-.*".indexOf(peek()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private Value bareItem() {
        char c = peek();
        if (c == '-' || digit(c)) {
            return number();
        }
        if (accept('"')) {
            return new Value.Text(string());
        }
        if (accept('?')) {
            require(peek() == '0' || peek() == '1');
            return new Value.Bool(text.charAt(at++) == '1');
        }
        if (accept(':')) {
            return byteSequence();
        }
        return token();
    }

    private Value number() {
        int sign = accept('-') ? -1 : 1;
        int digitsFrom = at;
        long value = 0;
        require(digit(peek()));
        while (digit(peek())) {
            require(at - digitsFrom < 15);
            value = value * 10 + (text.charAt(at++) - '0');
        }
        if (peek() != '.') {
            return new Value.Whole(sign * value);
        }
        require(at - digitsFrom <= 12);
        int fractionFrom = ++at;
        while (digit(peek())) {
            at++;
        }
        require(at - fractionFrom >= 1 && at - fractionFrom <= 3);
        return OTHER;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        while (true) {
            require(at < text.length());
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                require(peek() == '"' || peek() == '\\');
                c = text.charAt(at++);
            }
            require(c >= ' ' && c < 0x7f);
            value.append(c);
        }
    }

    private Value byteSequence() {
        while (lower(peek()) || upper(peek()) || digit(peek()) || "+/=".indexOf(peek()) >= 0) {
            at++;
        }
        expect(':');
        return OTHER;
    }

    private Value token() {
        require(lower(peek()) || upper(peek()) || peek() == '*');
        while (lower(peek()) || upper(peek()) || digit(peek()) || "!#$%&'*+-.^_`|~:/".indexOf(peek()) >= 0) {
            at++;
        }
        return OTHER;
    }

    /** The next character; NUL, which no rule allows, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        require(accept(c));
    }

    private void skip(char one, char other) {
        while (at < text.length() && (text.charAt(at) == one || text.charAt(at) == other)) {
            at++;
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new Malformed();
        }
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
