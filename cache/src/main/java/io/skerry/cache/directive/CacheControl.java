package io.skerry.cache.directive;

import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The cache directives of one message, parsed (RFC 9111 5.2). Parsing never fails: what is malformed is read in the careful
 * direction.
 *
 * <ul>
 *   <li>A malformed or missing number counts as 0: the response is stale (RFC 9111 4.2.1), the stale window is empty.
 *   <li>{@code stale-while-revalidate} and {@code stale-if-error} alone name no window, and are not there: frameworks send the
 *       former so and mean that they do not care how long; what the policy says counts, as in a targeted field.
 *   <li>Of several numbers the smallest counts (RFC 9111 4.2.1, "most restrictive").
 *   <li>{@code no-cache} and {@code private} with field names concern those fields; with a malformed argument, the response.
 *   <li>An argument where none belongs is ignored, the directive is not.
 * </ul>
 *
 * Immutable.
 */
public final class CacheControl {

    private static final CacheControl NONE = new CacheControl(0, new long[0], List.of(), List.of());
    private static final int NUMBERS = Directive.STALE_IF_ERROR.slot() + 1;
    private static final long UNSET = -1;

    private final long present;
    /** By slot of the directives that take seconds. */
    private final long[] seconds;

    private final List<String> noCacheFields;
    private final List<String> privateFields;

    private CacheControl(long present, long[] seconds, List<String> noCacheFields, List<String> privateFields) {
        this.present = present;
        this.seconds = seconds;
        this.noCacheFields = noCacheFields;
        this.privateFields = privateFields;
    }

    /** The directives of all {@code Cache-Control} lines. */
    public static CacheControl of(Headers headers) {
        Collector collector = new Collector();
        boolean any = false;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase("Cache-Control")) {
                collector.line(headers.value(i));
                any = true;
            }
        }
        return any ? collector.build() : NONE;
    }

    /** The directives of one field value. */
    public static CacheControl parse(String value) {
        Collector collector = new Collector();
        collector.line(value);
        return collector.build();
    }

    /** Whether the directive is present, with or without field names. */
    public boolean has(Directive directive) {
        return (present & directive.bit()) != 0;
    }

    /**
     * The number of a directive that takes seconds: 0 to {@link DeltaSeconds#MAX}, 0 for a malformed one, empty when the
     * directive is absent. A bare {@code max-stale} has the largest value (RFC 9111 5.2.1.2).
     */
    public OptionalLong seconds(Directive directive) {
        return has(directive) && directive.slot() < NUMBERS
                ? OptionalLong.of(seconds[directive.slot()])
                : OptionalLong.empty();
    }

    /** Whether {@code no-cache} concerns the whole response. */
    public boolean noCacheOfAll() {
        return has(Directive.NO_CACHE) && noCacheFields.isEmpty();
    }

    /** Whether {@code private} concerns the whole response. */
    public boolean privateOfAll() {
        return has(Directive.PRIVATE) && privateFields.isEmpty();
    }

    /** The fields that {@code no-cache} names; empty when it names none. */
    public List<String> noCacheFields() {
        return noCacheFields;
    }

    /** The fields that {@code private} names; empty when it names none. */
    public List<String> privateFields() {
        return privateFields;
    }

    /** These fields without those that {@code no-cache} and {@code private} name (RFC 9111 5.2.2.4 and 5.2.2.7, qualified). */
    public Headers withoutNamed(Headers headers) {
        if (noCacheFields.isEmpty() && privateFields.isEmpty()) {
            return headers;
        }
        Set<String> named = new HashSet<>();
        noCacheFields.forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
        privateFields.forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
        return headers.keeping(name -> !named.contains(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheControl that
                && present == that.present
                && Arrays.equals(seconds, that.seconds)
                && noCacheFields.equals(that.noCacheFields)
                && privateFields.equals(that.privateFields);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(present) * 31 + Arrays.hashCode(seconds);
    }

    /** The known directives in a fixed order, numbers clamped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Directive directive : Directive.values()) {
            if (!has(directive)) {
                continue;
            }
            text.append(text.isEmpty() ? "" : ", ").append(directive.token());
            if (directive.slot() < NUMBERS) {
                text.append('=').append(seconds[directive.slot()]);
            }
        }
        return text.toString();
    }

    /** Collects directives from lines; the targeted fields feed it too. */
    static final class Collector {
        private long present;
        private final long[] seconds = new long[NUMBERS];
        private final List<String> noCacheFields = new ArrayList<>(0);
        private final List<String> privateFields = new ArrayList<>(0);
        /** Directives that stood without field names somewhere: names elsewhere do not narrow them. */
        private long unqualified;

        Collector() {
            Arrays.fill(seconds, UNSET);
        }

        void line(String value) {
            for (int start = 0; start < value.length(); ) {
                int end = FieldList.endOfMember(value, start, ',');
                member(FieldList.trim(value, start, end));
                start = end + 1;
            }
        }

        private void member(String member) {
            int equals = member.indexOf('=');
            int end = endOfName(member, equals < 0 ? member.length() : equals);
            int index = Directive.indexOf(member, 0, end);
            if (index < 0) {
                return;
            }
            Directive directive = Directive.at(index);
            // After a blank it is malformed, and the directive still no unknown one: heuristics would replace it (RFC
            // 9111 4.2.2).
            String argument = end == equals ? member.substring(equals + 1) : "";
            switch (directive.argument()) {
                case NONE -> flag(directive);
                case SECONDS -> seconds(directive, number(argument));
                case OPTIONAL_SECONDS -> seconds(directive, equals < 0 ? DeltaSeconds.MAX : number(argument));
                case WINDOW -> {
                    if (equals >= 0) {
                        seconds(directive, number(argument));
                    }
                }
                case FIELDS -> fields(directive, argument);
            }
        }

        private static int endOfName(String member, int before) {
            int end = before;
            while (end > 0 && (member.charAt(end - 1) == ' ' || member.charAt(end - 1) == '\t')) {
                end--;
            }
            return end;
        }

        // RFC 9111 5.2: recipients ought to accept both the token and the quoted-string form of an argument.
        private static long number(String argument) {
            return DeltaSeconds.parse(FieldList.unquote(argument)).orElse(0);
        }

        void flag(Directive directive) {
            present |= directive.bit();
            unqualified |= directive.bit();
        }

        void seconds(Directive directive, long value) {
            long before = seconds[directive.slot()];
            seconds[directive.slot()] = before == UNSET ? value : Math.min(before, value);
            present |= directive.bit();
        }

        void fields(Directive directive, String argument) {
            List<String> names = FieldList.members(FieldList.unquote(argument));
            if (names.isEmpty()) {
                flag(directive);
                return;
            }
            present |= directive.bit();
            (directive == Directive.NO_CACHE ? noCacheFields : privateFields).addAll(names);
        }

        CacheControl build() {
            boolean allNoCache = (unqualified & Directive.NO_CACHE.bit()) != 0;
            boolean allPrivate = (unqualified & Directive.PRIVATE.bit()) != 0;
            return new CacheControl(
                    present,
                    seconds,
                    allNoCache ? List.of() : List.copyOf(noCacheFields),
                    allPrivate ? List.of() : List.copyOf(privateFields));
        }
    }
}
