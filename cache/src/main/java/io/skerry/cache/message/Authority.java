package io.skerry.cache.message;

import java.util.Locale;
import java.util.Optional;

/** Host and port of a target (RFC 3986 3.2), as far as HTTP allows them: no userinfo, no empty host. */
public final class Authority {

    private static final int MAX_LENGTH = 255 + 6;

    private Authority() {}

    /**
     * The normal form: lower case, without the scheme's default port and the dot of the root (RFC 1034 3.1: with it a name is the same,
     * only complete); empty for anything that is not host and optional port.
     *
     * @param scheme {@code http} or {@code https}, lower case
     */
    public static Optional<String> normalise(String scheme, String authority) {
        if (authority.isEmpty() || authority.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int hostEnd = authority.charAt(0) == '[' ? authority.indexOf(']') + 1 : hostEnd(authority);
        if (hostEnd <= 0 || !validHost(authority, hostEnd)) {
            return Optional.empty();
        }
        int nameEnd = authority.charAt(hostEnd - 1) == '.' ? hostEnd - 1 : hostEnd;
        String host = authority.substring(0, nameEnd).toLowerCase(Locale.ROOT);
        if (hostEnd == authority.length()) {
            return Optional.of(host);
        }
        if (authority.charAt(hostEnd) != ':') {
            return Optional.empty();
        }
        if (hostEnd + 1 == authority.length()) {
            return Optional.of(host);
        }
        int port = port(authority, hostEnd + 1);
        if (port < 0) {
            return Optional.empty();
        }
        boolean isDefault = port == (scheme.equals("https") ? 443 : 80);
        return Optional.of(isDefault ? host : host + ':' + port);
    }

    private static int hostEnd(String authority) {
        int colon = authority.indexOf(':');
        return colon < 0 ? authority.length() : colon;
    }

    private static boolean validHost(String authority, int end) {
        boolean literal = authority.charAt(0) == '[';
        int from = literal ? 1 : 0;
        int to = literal ? end - 1 : end;
        for (int i = from; i < to; i++) {
            char c = authority.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean allowed =
                    literal ? hexadecimal(c) || c == ':' || c == '.' : alphanumeric || c == '-' || c == '.' || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return to > from && authority.charAt(from) != '.' && !authority.startsWith("..", to - 2);
    }

    private static boolean hexadecimal(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    private static int port(String authority, int from) {
        int port = 0;
        for (int i = from; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + (c - '0');
            if (port > 65_535) {
                return -1;
            }
        }
        return port == 0 ? -1 : port;
    }
}
