package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The value of {@code Range} (RFC 9110 14.2), parsed with a bound. */
public sealed interface RangeField {

    /** No field, another unit than bytes, or a malformed value: the field is ignored (RFC 9110 14.2). */
    record Ignored() implements RangeField {}

    /**
     * Ranges of bytes, one or more, in the order requested.
     *
     * @param ranges as many as the bound allows
     */
    record Bytes(List<ByteRange> ranges) implements RangeField {
        public Bytes {
            ranges = List.copyOf(ranges);
        }
    }

    /** More ranges than the bound (RFC 9110 14.2 allows to ignore them; 17.15 names the attack). */
    record TooMany() implements RangeField {}

    /**
     * What the field of these headers asks for.
     *
     * @param maxRanges at most so many are parsed
     */
    static RangeField parse(Headers headers, int maxRanges) {
        Optional<String> value = headers.first("Range");
        if (value.isEmpty() || headers.all("Range").size() > 1) {
            return new Ignored();
        }
        return parse(value.get(), maxRanges);
    }

    private static RangeField parse(String value, int maxRanges) {
        int equals = value.indexOf('=');
        if (equals < 0 || !value.substring(0, equals).equalsIgnoreCase("bytes")) {
            return new Ignored();
        }
        List<ByteRange> ranges = new ArrayList<>(2);
        int start = equals + 1;
        while (start <= value.length()) {
            int end = FieldList.endOfMember(value, start, ',');
            String member = FieldList.trim(value, start, end);
            start = end + 1;
            if (member.isEmpty()) {
                continue;
            }
            if (ranges.size() == maxRanges) {
                return new TooMany();
            }
            Optional<ByteRange> range = range(member);
            if (range.isEmpty()) {
                return new Ignored();
            }
            ranges.add(range.get());
        }
        return ranges.isEmpty() ? new Ignored() : new Bytes(ranges);
    }

    private static Optional<ByteRange> range(String member) {
        int dash = member.indexOf('-');
        if (dash < 0 || !digits(member, 0, dash) || !digits(member, dash + 1, member.length())) {
            return Optional.empty();
        }
        boolean hasFirst = dash > 0;
        boolean hasLast = dash < member.length() - 1;
        if (!hasFirst) {
            return hasLast
                    ? Optional.of(new ByteRange.Suffix(clamped(member, dash + 1, member.length())))
                    : Optional.empty();
        }
        long first = clamped(member, 0, dash);
        if (!hasLast) {
            return Optional.of(new ByteRange.From(first));
        }
        long last = clamped(member, dash + 1, member.length());
        return last < first ? Optional.empty() : Optional.of(new ByteRange.FromTo(first, last));
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static long clamped(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return Long.MAX_VALUE;
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
