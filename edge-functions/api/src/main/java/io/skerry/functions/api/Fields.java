package io.skerry.functions.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a response: an immutable list of lines in order, names compared without case.
 *
 * @param lines the field lines, as they are sent
 */
public record Fields(List<Line> lines) {

    private static final Fields NONE = new Fields(List.of());

    /** Copies the list. */
    public Fields {
        lines = List.copyOf(lines);
    }

    /**
     * One field line.
     *
     * @param name a token of RFC 9110 5.6.2
     * @param value without leading or trailing white space, CR, LF or NUL
     */
    public record Line(String name, String value) {
        /** Refuses what could not be sent as one field line (RFC 9110 5.5). */
        public Line {
            if (name.isEmpty() || !name.chars().allMatch(Line::isTokenCharacter)) {
                throw new IllegalArgumentException("not a field name: " + name);
            }
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw new IllegalArgumentException("the value of " + name + " holds a control character");
            }
            value = value.strip();
        }

        private static boolean isTokenCharacter(int c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    /**
     * No fields at all.
     *
     * @return the empty list of fields
     */
    public static Fields none() {
        return NONE;
    }

    /**
     * The first line of a field.
     *
     * @param name in any case
     * @return its value
     */
    public Optional<String> first(String name) {
        for (Line line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    /**
     * Every line of a field.
     *
     * @param name in any case
     * @return its values in order; empty when there is none
     */
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    /**
     * These fields with one field replaced.
     *
     * @param name the field
     * @param value its only value
     * @return the other lines in order, then the new one
     */
    public Fields with(String name, String value) {
        return without(name).plus(name, value);
    }

    /**
     * These fields with one line more.
     *
     * @param name the field
     * @param value the line's value
     * @return all lines in order, then the new one
     */
    public Fields plus(String name, String value) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(name, value));
        return new Fields(more);
    }

    /**
     * These fields without some.
     *
     * @param names the fields to leave out, in any case
     * @return the other lines in order
     */
    public Fields without(String... names) {
        return new Fields(lines.stream().filter(line -> !isOneOf(line, names)).toList());
    }

    private static boolean isOneOf(Line line, String... names) {
        for (String name : names) {
            if (line.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
