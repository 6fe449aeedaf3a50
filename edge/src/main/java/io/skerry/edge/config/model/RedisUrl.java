package io.skerry.edge.config.model;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a Redis or Valkey server listens: {@code redis://[[user]:password@]host[:port][/database]}.
 *
 * @param text as it was written, password included; not for logs
 */
public record RedisUrl(String text) {

    /**
     * The URL this text means.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RedisUrl parse(String text) {
        URI uri = uri(text);
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not a URL that begins with redis:// and a host");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("the port of a Redis URL is one from 1 to 65535");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL of a Redis server has no query or fragment");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!path.matches("(/[0-9]{0,4})?")) {
            throw new IllegalArgumentException("the path of a Redis URL is the number of a database");
        }
        return new RedisUrl(text);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "redis://***@" + text.substring(at + 1);
    }
}
