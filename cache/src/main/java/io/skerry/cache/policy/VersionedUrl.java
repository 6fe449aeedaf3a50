package io.skerry.cache.policy;

import io.skerry.cache.message.TargetUri;

/**
 * Recognises URLs that carry a version, so that what they name never changes.
 *
 * <p>Versions are:
 *
 * <ul>
 *   <li>in the file's name, a part between {@code .}, {@code -} or {@code _} that is a hash ({@code app.3f9c1b2a.js}) or a
 *       version ({@code style.v2.css}, {@code jquery-3.7.1.min.js}); the extension does not count;
 *   <li>in the query, a value of {@code v}, {@code ver}, {@code version}, {@code hash} or {@code rev} with a digit ({@code ?v=42}),
 *       or a query that is a hash by itself ({@code ?3f9c1b2a}).
 * </ul>
 *
 * A hash has 7 characters or more, hexadecimal or base 36 (or base 64 from bundlers, in mixed case), with digits and letters
 * mixed; 16 or more digits need no letter. Dates, sizes and plain numbers ({@code report-2024}, {@code 800x600}) are none.
 */
public final class VersionedUrl {

    private static final int SHORTEST_HASH = 7;
    private static final int LONGEST_HASH = 128;
    private static final int LONG_HEX = 16;

    private VersionedUrl() {}

    /** Whether the URL carries a version. */
    public static boolean recognises(TargetUri uri) {
        return queryHasVersion(uri.query()) || nameHasVersion(uri.path());
    }

    private static boolean nameHasVersion(String path) {
        int nameStart = path.lastIndexOf('/') + 1;
        int extension = path.lastIndexOf('.');
        int nameEnd = extension > nameStart ? extension : path.length();
        if (nameEnd == path.length()) {
            // Without an extension it is a page's slug, not an asset's file name.
            return false;
        }
        int start = nameStart;
        for (int i = nameStart; i <= nameEnd; i++) {
            if (i == nameEnd || isSeparator(path.charAt(i))) {
                // The first part is the file's own name, whatever it looks like, unless it is all there is.
                boolean whole = start == nameStart && i == nameEnd;
                if (start == nameStart ? whole && isLongHash(path, start, i) : isHash(path, start, i)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return hasVersionNumber(path, nameStart, nameEnd);
    }

    /** {@code .v2}, {@code -v2.1}, {@code -3.7.1}: after a separator, a v and digits, or three numbers with dots. */
    private static boolean hasVersionNumber(String path, int nameStart, int nameEnd) {
        for (int i = nameStart + 1; i < nameEnd; i++) {
            if (!isSeparator(path.charAt(i - 1))) {
                continue;
            }
            boolean marked = path.charAt(i) == 'v' || path.charAt(i) == 'V';
            int end = endOfDigits(path, marked ? i + 1 : i, nameEnd);
            int digits = end - (marked ? i + 1 : i);
            if (digits == 0) {
                continue;
            }
            if (marked && (end == nameEnd || isSeparator(path.charAt(end)))) {
                return true;
            }
            if (!marked && digits <= 3 && isTriple(path, end, nameEnd)) {
                return true;
            }
        }
        return false;
    }

    /** Whether two more numbers, each after a dot, follow. */
    private static boolean isTriple(String path, int from, int nameEnd) {
        int at = from;
        for (int n = 0; n < 2; n++) {
            if (at >= nameEnd || path.charAt(at) != '.') {
                return false;
            }
            int end = endOfDigits(path, at + 1, nameEnd);
            // Four digits are a year: 1.2.2024 is a date.
            if (end == at + 1 || end > at + 4) {
                return false;
            }
            at = end;
        }
        return at == nameEnd || isSeparator(path.charAt(at));
    }

    private static int endOfDigits(String text, int from, int limit) {
        int at = from;
        while (at < limit && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean queryHasVersion(String query) {
        if (query.isEmpty()) {
            return false;
        }
        for (int start = 0; start <= query.length(); ) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (isVersionParameter(query, start, end)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean isVersionParameter(String query, int start, int end) {
        int equals = query.indexOf('=', start);
        if (equals < 0 || equals >= end) {
            return isHash(query, start, end);
        }
        return isVersionName(query, start, equals) && isVersionValue(query, equals + 1, end);
    }

    private static boolean isVersionName(String query, int start, int end) {
        return switch (query.substring(start, end)) {
            case "v", "ver", "version", "hash", "rev" -> true;
            default -> false;
        };
    }

    private static boolean isVersionValue(String query, int start, int end) {
        boolean digit = false;
        for (int i = start; i < end; i++) {
            char c = query.charAt(i);
            digit |= isDigit(c);
            if (!isDigit(c) && !isLetter(c) && "._-~".indexOf(c) < 0) {
                return false;
            }
        }
        return digit;
    }

    private static boolean isHash(String text, int start, int end) {
        if (end - start < SHORTEST_HASH || end - start > LONGEST_HASH) {
            return false;
        }
        int digits = 0;
        int letters = 0;
        int switches = 0;
        boolean upper = false;
        boolean lower = false;
        boolean hexadecimal = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && !isLetter(c)) {
                return false;
            }
            digits += isDigit(c) ? 1 : 0;
            letters += isDigit(c) ? 0 : 1;
            switches += i > start && isDigit(c) != isDigit(text.charAt(i - 1)) ? 1 : 0;
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            hexadecimal &= Character.digit(c, 16) >= 0;
        }
        if (digits == 0) {
            return false;
        }
        if (letters == 0) {
            return end - start >= LONG_HEX;
        }
        // Words with a number at one end ("Chapter12", "2024dec") and sizes ("1280x800") are names; a hash mixes.
        boolean dense = hexadecimal || (upper && lower);
        return dense ? switches >= 2 || end - start >= LONG_HEX : switches >= 3;
    }

    private static boolean isLongHash(String text, int start, int end) {
        if (end - start < LONG_HEX) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return isHash(text, start, end);
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
