package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The field lines of a message (RFC 9110 5), in the order received, names compared without regard to case.
 *
 * <p>Immutable. Field values are kept as received, outer whitespace removed; a name may occur on several lines.
 */
public final class Headers {

    private static final Headers EMPTY = new Headers(new String[0]);

    /** Places for lines that a builder has before it grows. */
    private static final int SPARE = 16;

    /** Name at even, value at odd positions. */
    private final String[] lines;

    /** A bit for each name, and maybe others: most names that are not there are known not to be without a comparison. */
    private final long names;

    private Headers(String[] lines) {
        this(lines, namesOf(lines));
    }

    private Headers(String[] lines, long names) {
        this.lines = lines;
        this.names = names;
    }

    private static long namesOf(String[] lines) {
        long names = 0;
        for (int i = 0; i < lines.length; i += 2) {
            names |= bit(lines[i]);
        }
        return names;
    }

    /** The same for names that differ in case alone. */
    private static long bit(String name) {
        int length = name.length();
        if (length == 0) {
            return 1;
        }
        int first = name.charAt(0) | 0x20;
        int last = name.charAt(length - 1) | 0x20;
        return 1L << (length * 7 + first * 5 + last);
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
        return new Builder(new String[2 * SPARE], 0, 0);
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        return new Builder(Arrays.copyOf(lines, lines.length + SPARE), lines.length, names);
    }

    /** These fields followed by others, given as alternating names and values. */
    public Headers followedBy(String... namesAndValues) {
        String[] all = Arrays.copyOf(lines, lines.length + namesAndValues.length);
        System.arraycopy(namesAndValues, 0, all, lines.length, namesAndValues.length);
        return new Headers(all, names | namesOf(namesAndValues));
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

    /**
     * Those of these fields that are kept, in their order.
     *
     * @param kept asked about the name of each line, in lower case
     */
    public Headers keeping(Predicate<String> kept) {
        Builder builder = builder();
        for (int i = 0; i < size(); i++) {
            if (kept.test(name(i).toLowerCase(Locale.ROOT))) {
                builder.add(name(i), value(i));
            }
        }
        return builder.build();
    }

    /** These fields with exactly one line of the name, at the end. */
    public Headers with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    private int indexOf(String name, int from) {
        if ((names & bit(name)) == 0) {
            return -1;
        }
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
        private String[] lines;
        private int length;
        /** The bits of all names that were added; one that was removed may have left its own. */
        private long names;

        private Builder(String[] lines, int length, long names) {
            this.lines = lines;
            this.length = length;
            this.names = names;
        }

        /** Appends a line. */
        public Builder add(String name, String value) {
            if (length == lines.length) {
                lines = Arrays.copyOf(lines, 2 * length);
            }
            names |= bit(name);
            lines[length++] = name;
            lines[length++] = Objects.requireNonNull(value);
            return this;
        }

        /** Replaces all lines of the name by one, at the end. */
        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        /** Removes all lines of the name. */
        public Builder remove(String name) {
            if ((names & bit(name)) == 0) {
                return this;
            }
            int kept = 0;
            for (int i = 0; i < length; i += 2) {
                if (!lines[i].equalsIgnoreCase(name)) {
                    lines[kept++] = lines[i];
                    lines[kept++] = lines[i + 1];
                }
            }
            length = kept;
            return this;
        }

        /** The fields collected so far. */
        public Headers build() {
            return length == 0 ? EMPTY : new Headers(Arrays.copyOf(lines, length), names);
        }
    }
}
