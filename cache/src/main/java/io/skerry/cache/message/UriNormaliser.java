package io.skerry.cache.message;

import io.skerry.cache.message.UriNormalisation.Fault;
import io.skerry.cache.message.UriNormalisation.Malformed;
import io.skerry.cache.message.UriNormalisation.Normalised;
import java.util.Locale;
import java.util.Optional;

/**
 * Normal form of target URIs (RFC 3986 6.2.2, RFC 9110 4.2.3): lower-case scheme and host, no dot behind the host, no default port,
 * percent-encodings in upper case, unreserved characters decoded, dot segments removed. What is significant stays: {@code %2F} is not a
 * slash, the order of the query is kept, an empty path is {@code /}.
 */
public final class UriNormaliser {

    private static final String HEX = "0123456789ABCDEF";

    private UriNormaliser() {}

    /**
     * The normal form of a request's target.
     *
     * @param scheme as the connection or the absolute-form says, any case
     * @param authority host and optional port, as Host or {@code :authority} says
     * @param pathAndQuery origin-form, as received
     */
    public static UriNormalisation normalise(String scheme, String authority, String pathAndQuery) {
        String lowerScheme = scheme.toLowerCase(Locale.ROOT);
        if (!lowerScheme.equals("http") && !lowerScheme.equals("https")) {
            return new Malformed(Fault.SCHEME);
        }
        Optional<String> normalAuthority = Authority.normalise(lowerScheme, authority);
        return normalAuthority.isEmpty()
                ? new Malformed(Fault.AUTHORITY)
                : normaliseTarget(lowerScheme, normalAuthority.get(), pathAndQuery);
    }

    /**
     * The normal form of a target whose scheme and authority are normal already.
     *
     * @param scheme {@code http} or {@code https}
     * @param authority as {@link Authority#normalise} makes it
     * @param pathAndQuery origin-form, as received
     */
    public static UriNormalisation normaliseTarget(String scheme, String authority, String pathAndQuery) {
        if (!pathAndQuery.startsWith("/")) {
            return new Malformed(Fault.NOT_ABSOLUTE);
        }
        int mark = pathAndQuery.indexOf('?');
        String rawPath = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        String rawQuery = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        Optional<Fault> fault = fault(pathAndQuery);
        if (fault.isPresent()) {
            return new Malformed(fault.get());
        }
        return new Normalised(new TargetUri(
                scheme, authority, removeDotSegments(decodeUnreserved(rawPath)), decodeUnreserved(rawQuery)));
    }

    /** The normal form of an absolute URL ({@code https://host/path?query}); a fragment is cut off. */
    public static UriNormalisation normalise(String url) {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0) {
            return new Malformed(Fault.SCHEME);
        }
        int fragment = url.indexOf('#');
        String whole = fragment < 0 ? url : url.substring(0, fragment);
        int start = schemeEnd + 3;
        if (start > whole.length()) {
            return new Malformed(Fault.SCHEME);
        }
        int authorityEnd = start;
        while (authorityEnd < whole.length()
                && whole.charAt(authorityEnd) != '/'
                && whole.charAt(authorityEnd) != '?') {
            authorityEnd++;
        }
        String rest = whole.substring(authorityEnd);
        return normalise(
                whole.substring(0, schemeEnd),
                whole.substring(start, authorityEnd),
                rest.startsWith("/") ? rest : '/' + rest);
    }

    private static Optional<Fault> fault(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return Optional.of(Fault.CHARACTER);
            }
            if (c == '%' && (hex(target, i + 1) < 0 || hex(target, i + 2) < 0)) {
                return Optional.of(Fault.PERCENT_ENCODING);
            }
            if (c == '%' && hex(target, i + 1) == 0 && hex(target, i + 2) == 0) {
                return Optional.of(Fault.PERCENT_ENCODING);
            }
        }
        return Optional.empty();
    }

    /** Decodes unreserved characters, writes the other encodings in upper case. The text is known to be well-formed. */
    private static String decodeUnreserved(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder normal = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                normal.append(c);
                continue;
            }
            int value = (hex(text, i + 1) << 4) | hex(text, i + 2);
            if (isUnreserved(value)) {
                normal.append((char) value);
            } else {
                normal.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
            }
            i += 2;
        }
        return normal.toString();
    }

    // RFC 3986 5.2.4, for a path that starts with a slash.
    private static String removeDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        int start = 0;
        while (start < path.length()) {
            int next = path.indexOf('/', start + 1);
            int end = next < 0 ? path.length() : next;
            boolean last = next < 0;
            int length = end - start - 1;
            if (length == 1 && path.charAt(start + 1) == '.') {
                if (last) {
                    out.append('/');
                }
            } else if (length == 2 && path.charAt(start + 1) == '.' && path.charAt(start + 2) == '.') {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
                if (last) {
                    out.append('/');
                }
            } else {
                out.append(path, start, end);
            }
            start = end;
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}
