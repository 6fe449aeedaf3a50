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

    /**
     * What a key holds of the cookie of this name; empty for none. Where readers differ it is a semicolon and all cookies, which no value
     * is: of a name that stands there twice, or in another case, with blanks around its value, behind a comma, or in what may be a quoted
     * string, one server takes this cookie, another one that, or none.
     */
    public static String keyed(Headers headers, String name) {
        List<String> lines = headers.all("Cookie");
        int readings = 0;
        for (int i = 0; i < lines.size(); i++) {
            readings += readings(lines.get(i), name);
        }
        return switch (readings) {
            case 0 -> "";
            case 1 -> value(headers, name).orElse("");
            default -> ';' + String.join(";", lines);
        };
    }

    /** 0 where no server finds a cookie of this name, 1 where all find the same, more where they may differ. */
    private static int readings(String field, String name) {
        int readings = 0;
        boolean quoted = false;
        boolean inQuotes = false;
        char before = ';';
        int start = 0;
        for (int i = 0; i <= field.length(); i++) {
            char c = i < field.length() ? field.charAt(i) : ';';
            if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c == ';' || c == ',') {
                if (isNamed(field, name, start, i)) {
                    readings +=
                            before == ';' && !quoted && isPlain(field, name, start, endOfPair(field, start)) ? 1 : 2;
                }
                before = c;
                start = i + 1;
                quoted = inQuotes;
            }
        }
        return readings;
    }

    private static boolean isNamed(String field, String name, int from, int end) {
        int at = skipBlanks(field, from, end);
        int equals = skipBlanks(field, at + name.length(), end);
        return equals < end && field.charAt(equals) == '=' && field.regionMatches(true, at, name, 0, name.length());
    }

    private static boolean isPlain(String field, String name, int from, int end) {
        int at = skipBlanks(field, from, end);
        int value = at + name.length() + 1;
        return field.startsWith(name + '=', at)
                && FieldList.trim(field, value, end).length() == end - value;
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
