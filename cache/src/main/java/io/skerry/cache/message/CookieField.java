package io.skerry.cache.message;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The request field {@code Cookie} (RFC 6265 4.2): single cookies read from it, and all but some taken out of it. */
public final class CookieField {

    private CookieField() {}

    /** The value of the first cookie with this name (names are case-sensitive), as received; empty for none. */
    public static Optional<String> value(Headers headers, String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).equalsIgnoreCase("Cookie")) {
                continue;
            }
            Optional<String> value = value(headers.value(i), name);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String field, String name) {
        int start = 0;
        while (start < field.length()) {
            int end = endOfPair(field, start);
            int at = skipBlanks(field, start, end);
            int equals = at + name.length();
            if (equals < end && field.charAt(equals) == '=' && field.startsWith(name, at)) {
                return Optional.of(FieldList.trim(field, equals + 1, end));
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    /** These headers with no cookies but the named ones, on one line; without the field when none is left. */
    public static Headers retain(Headers headers, Collection<String> names) {
        List<String> lines = headers.all("Cookie");
        if (lines.isEmpty()) {
            return headers;
        }
        StringBuilder kept = new StringBuilder();
        for (String line : lines) {
            retain(line, names, kept);
        }
        return kept.isEmpty() ? headers.without("Cookie") : headers.with("Cookie", kept.toString());
    }

    private static void retain(String field, Collection<String> names, StringBuilder kept) {
        int start = 0;
        while (start < field.length()) {
            int end = endOfPair(field, start);
            String pair = FieldList.trim(field, start, end);
            int equals = pair.indexOf('=');
            if (equals > 0 && names.contains(pair.substring(0, equals))) {
                kept.append(kept.isEmpty() ? "" : "; ").append(pair);
            }
            start = end + 1;
        }
    }

    private static int endOfPair(String field, int from) {
        int semicolon = field.indexOf(';', from);
        return semicolon < 0 ? field.length() : semicolon;
    }

    private static int skipBlanks(String field, int from, int end) {
        int at = from;
        while (at < end && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
