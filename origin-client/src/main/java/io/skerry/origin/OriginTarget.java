package io.skerry.origin;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server of an origin.
 *
 * @param scheme how it is spoken to
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param weight its share of the requests relative to the other targets, 0 (none, unless pinned) to 1,000,000
 * @param label the name a route pins it by, or null
 */
public record OriginTarget(
        Scheme scheme,
        String host,
        int port,
        int weight,
        @Nullable String label) {

    /** The largest weight. */
    public static final int MAX_WEIGHT = 1_000_000;

    /** How a target is spoken to. */
    public enum Scheme {
        HTTP("http", 80),
        HTTPS("https", 443);

        private final String token;
        private final int defaultPort;

        Scheme(String token, int defaultPort) {
            this.token = token;
            this.defaultPort = defaultPort;
        }

        /** The name in a URL. */
        public String token() {
            return token;
        }

        /** The port a URL without one means. */
        public int defaultPort() {
            return defaultPort;
        }
    }

    public OriginTarget {
        Objects.requireNonNull(scheme);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a target has a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("not a weight: " + weight);
        }
    }

    /**
     * The target an absolute URL names, such as {@code https://shop.internal:8443}.
     *
     * @throws IllegalArgumentException if it is not http or https, has no host, or carries a path, a query, a fragment or user
     *     information (the request's own path is sent; a rewrite changes it)
     */
    public static OriginTarget of(URI url, int weight, @Nullable String label) {
        Scheme scheme = scheme(url);
        String host = url.getHost();
        if (host == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not a URL of a host: " + url);
        }
        String path = url.getRawPath();
        if (url.getRawQuery() != null || url.getRawFragment() != null || !(path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("a target's URL ends after the port: " + url);
        }
        int port = url.getPort() < 0 ? scheme.defaultPort() : url.getPort();
        return new OriginTarget(scheme, withoutBrackets(host), port, weight, label);
    }

    private static Scheme scheme(URI url) {
        return switch (String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> Scheme.HTTP;
            case "https" -> Scheme.HTTPS;
            default -> throw new IllegalArgumentException("neither http nor https: " + url);
        };
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Host and port as a {@code Host} field names them; no port where it is the scheme's own. */
    public String authority() {
        String literal = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == scheme.defaultPort() ? literal : literal + ':' + port;
    }

    @Override
    public String toString() {
        return scheme.token() + "://" + authority();
    }
}
