package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The field lines of a message (RFC 9110 5), in the order received, names compared without regard to case.
 *
 * <p>Immutable. Field values are kept as received, outer whitespace removed; a name may occur on several lines.
 */
public final class Headers {

    private static final Headers EMPTY = new Headers(new String[0]);

    /** Name at even, value at odd positions. */
    private final String[] lines;

    private Headers(String[] lines) {
        this.lines = lines;
    }

    /** No fields at all. */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * The fields given as alternating names and values.
     *
     * @throws IllegalArgumentException if a name stands without a value
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a field name without a value");
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues.clone());
    }

    /** A builder with no fields yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.lines.addAll(Arrays.asList(lines));
        return builder;
    }

    /** The number of field lines. */
    public int size() {
        return lines.length / 2;
    }

    /** The name on line {@code index}, as received. */
    public String name(int index) {
        return lines[2 * index];
    }

    /** The value on line {@code index}. */
    public String value(int index) {
        return lines[2 * index + 1];
    }

    /** Whether a line has this name. */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /** The value of the first line with this name. */
    public Optional<String> first(String name) {
        int at = indexOf(name, 0);
        return at < 0 ? Optional.empty() : Optional.of(lines[at + 1]);
    }

    /** The values of all lines with this name, in order. */
    public List<String> all(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; at >= 0; at = indexOf(name, at + 2)) {
            values.add(lines[at + 1]);
        }
        return values;
    }

    /** All lines with this name as one list value (RFC 9110 5.3), joined by ", ". */
    public Optional<String> joined(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return Optional.empty();
        }
        int next = indexOf(name, at + 2);
        return next < 0 ? Optional.of(lines[at + 1]) : Optional.of(String.join(", ", all(name)));
    }

    /** These fields without any line of the name. */
    public Headers without(String name) {
        return contains(name) ? toBuilder().remove(name).build() : this;
    }

    /** These fields with exactly one line of the name, at the end. */
    public Headers with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lines);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.length; i += 2) {
            text.append(i == 0 ? "" : "; ").append(lines[i]).append(": ").append(lines[i + 1]);
        }
        return text.toString();
    }

    /** Collects field lines in order. Not thread-safe. */
    public static final class Builder {
        private final List<String> lines = new ArrayList<>(32);

        private Builder() {}

        /** Appends a line. */
        public Builder add(String name, String value) {
            lines.add(name);
            lines.add(value);
            return this;
        }

        /** Replaces all lines of the name by one, at the end. */
        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        /** Removes all lines of the name. */
        public Builder remove(String name) {
            for (int i = lines.size() - 2; i >= 0; i -= 2) {
                if (lines.get(i).equalsIgnoreCase(name)) {
                    lines.remove(i + 1);
                    lines.remove(i);
                }
            }
            return this;
        }

        /** The fields collected so far. */
        public Headers build() {
            return lines.isEmpty() ? EMPTY : new Headers(lines.toArray(new String[0]));
        }
    }
}
