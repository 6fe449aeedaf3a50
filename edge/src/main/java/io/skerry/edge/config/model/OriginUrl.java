package io.skerry.edge.config.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a target of an origin listens: {@code https://shop-v1.internal:8443}. It has neither path nor query nor user.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an IP literal; IPv6 without brackets
 * @param port given or the scheme's default
 */
public record OriginUrl(String scheme, String host, int port) {

    /** Names with underscores, which containers often have, are none to {@link URI}; no certificate is made out to one. */
    private static final Pattern CONTAINER =
            Pattern.compile("http://([A-Za-z0-9._-]*_[A-Za-z0-9._-]*)(?::([0-9]{1,5}))?/?");

    public OriginUrl {
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the scheme of an origin is http or https");
        }
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an origin has a host and a port from 1 to 65535");
        }
    }

    /**
     * The URL this text means.
     *
     * @throws IllegalArgumentException when it is more or less than scheme, host and port
     */
    public static OriginUrl parse(String text) {
        Matcher container = CONTAINER.matcher(text);
        if (container.matches()) {
            String port = container.group(2);
            return new OriginUrl("http", container.group(1), port == null ? 80 : Integer.parseInt(port));
        }
        URI uri = uri(text);
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null) {
            throw new IllegalArgumentException("not an absolute URL with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL of an origin has no user, query or fragment");
        }
        String path = uri.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw new IllegalArgumentException("the URL of an origin has no path; use \"rewrite\" in the route");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int standard = scheme.equals("https") ? 443 : 80;
        return new OriginUrl(scheme, bare, uri.getPort() < 0 ? standard : uri.getPort());
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }

    /** Whether the connection is encrypted. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** Host, and the port where it is not the scheme's default: what {@code host: target} sends. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secure() ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
