package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated field values (RFC 9110 5.6.1): splitting that respects quoted strings, drops empty members and never fails.
 *
 * <p>A quoted string that does not end takes the rest of its line.
 */
public final class FieldList {

    private FieldList() {}

    /** The members of one field line, outer whitespace removed, without empty ones. */
    public static List<String> members(String line) {
        return split(line, ',');
    }

    /** The members of all lines of a field, in order. */
    public static List<String> members(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        if (lines.size() == 1) {
            return members(lines.getFirst());
        }
        List<String> members = new ArrayList<>();
        for (String line : lines) {
            members.addAll(members(line));
        }
        return members;
    }

    /** The parts of a value between separators that stand outside quoted strings, trimmed, without empty ones. */
    public static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>(4);
        int start = 0;
        for (int end = endOfMember(value, 0, separator);
                start <= value.length();
                end = endOfMember(value, start, separator)) {
            String part = trim(value, start, end);
            if (!part.isEmpty()) {
                parts.add(part);
            }
            start = end + 1;
        }
        return parts;
    }

    /** Where the member that begins at {@code from} ends: at the next separator outside quotes, or at the end of the value. */
    public static int endOfMember(String value, int from, char separator) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == separator) {
                return i;
            }
        }
        return value.length();
    }

    /**
     * The content of a quoted string with its escapes resolved; any other text unchanged.
     *
     * @param text a token or a quoted string, as it stands in a parameter
     */
    public static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        StringBuilder plain = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            if (inner.charAt(i) == '\\' && i + 1 < inner.length()) {
                i++;
            }
            plain.append(inner.charAt(i));
        }
        return plain.toString();
    }

    /** A part of the text without the spaces and tabs around it (RFC 9110 5.6.3, OWS). */
    public static String trim(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
