package io.skerry.cache.key;

import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.QualityValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The normal form of request fields that responses vary by (RFC 9111 4.1: a cache may normalise whitespace, combine lines, and
 * use what it knows of a field's meaning). Two requests that mean the same get the same variant.
 *
 * <ul>
 *   <li>Any field: lines combined, whitespace around commas removed. Empty members stay: to an origin that reads a single value, as of
 *       {@code Origin}, they make another one.
 *   <li>{@code Accept-Encoding}: lower case, weights dropped, codings with weight 0 dropped, sorted.
 *   <li>{@code Accept-Language}: lower case, by falling weight and then by name, weights dropped, weight 0 dropped.
 *   <li>{@code Accept}: lower case, by falling weight and then by name, equal weights dropped.
 * </ul>
 *
 * Of a field that is far longer than any client's the meaning is not looked for.
 */
public final class InputNormaliser {

    private static final int LONGEST_CHARS = 2_000;

    /** A member in lower case and its weight in thousandths. */
    record Weighted(String value, int weight) {}

    private InputNormaliser() {}

    /**
     * The normal form of a field's lines.
     *
     * @param name lower case
     * @param lines as received, at least one
     */
    public static String normalise(String name, List<String> lines) {
        return switch (tooLong(lines) ? "" : name) {
            case "accept-encoding" -> codings(lines);
            case "accept-language" -> byPreference(lines);
            case "accept" -> mediaRanges(lines);
            default -> compact(lines);
        };
    }

    /** Whether lines are compared as they are, since sorting them would only cost. */
    static boolean tooLong(List<String> lines) {
        int chars = 0;
        for (String line : lines) {
            chars += line.length();
        }
        return chars > LONGEST_CHARS;
    }

    private static String compact(List<String> lines) {
        if (lines.size() == 1 && lines.getFirst().indexOf(',') < 0) {
            return FieldList.trim(lines.getFirst(), 0, lines.getFirst().length());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            compact(lines.get(i), i == 0 ? text : text.append(','));
        }
        return text.toString();
    }

    private static void compact(String line, StringBuilder text) {
        for (int start = 0; start <= line.length(); ) {
            int end = FieldList.endOfMember(line, start, ',');
            text.append(start == 0 ? "" : ",").append(FieldList.trim(line, start, end));
            start = end + 1;
        }
    }

    private static String codings(List<String> lines) {
        Set<String> codings = new TreeSet<>();
        for (Weighted weighted : weighted(lines)) {
            if (weighted.weight() > 0) {
                codings.add(weighted.value());
            }
        }
        return String.join(",", codings);
    }

    /** The members that are wanted at all, the most wanted first. */
    static List<Weighted> byWeight(List<String> lines) {
        List<Weighted> members = weighted(lines);
        members.removeIf(member -> member.weight() == 0);
        sort(members);
        return members;
    }

    private static String byPreference(List<String> lines) {
        List<Weighted> members = byWeight(lines);
        StringBuilder text = new StringBuilder();
        int weight = QualityValue.FULL;
        for (Weighted member : members) {
            // A semicolon marks a step down: "de;en" prefers German, "de,en" has no preference.
            if (!text.isEmpty()) {
                text.append(member.weight() < weight ? ';' : ',');
            }
            text.append(member.value());
            weight = member.weight();
        }
        return text.toString();
    }

    private static String mediaRanges(List<String> lines) {
        List<Weighted> members = weighted(lines);
        sort(members);
        StringBuilder text = new StringBuilder();
        for (Weighted member : members) {
            text.append(text.isEmpty() ? "" : ",").append(member.value());
            if (member.weight() != QualityValue.FULL) {
                text.append(";q=").append(member.weight());
            }
        }
        return text.toString();
    }

    private static void sort(List<Weighted> members) {
        members.sort((one, other) -> one.weight() != other.weight()
                ? Integer.compare(other.weight(), one.weight())
                : one.value().compareTo(other.value()));
    }

    private static List<Weighted> weighted(List<String> lines) {
        List<String> members = FieldList.members(lines);
        List<Weighted> weighted = new ArrayList<>(members.size());
        for (String member : members) {
            weighted.add(weighted(member));
        }
        return weighted;
    }

    /** Splits off the weight (RFC 9110 12.4.2) in thousandths; other parameters stay with the value. */
    private static Weighted weighted(String member) {
        int weight = QualityValue.FULL;
        StringBuilder value = new StringBuilder(member.length());
        for (String part : FieldList.split(member, ';')) {
            if (QualityValue.isWeight(part)) {
                weight = QualityValue.thousandths(part);
            } else {
                value.append(value.isEmpty() ? "" : ";").append(part.toLowerCase(Locale.ROOT));
            }
        }
        return new Weighted(value.toString(), weight);
    }
}
