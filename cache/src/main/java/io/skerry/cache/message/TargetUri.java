package io.skerry.cache.message;

import java.util.Objects;

/**
 * A target URI (RFC 9110 7.1) already normalised (RFC 3986 6.2.2): what is in it is what is keyed and what is forwarded.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority lower-case host, with a port only where it is not the scheme's default
 * @param path absolute path, dot segments removed, unreserved characters decoded, percent-encodings in upper case
 * @param query without the question mark; empty for none (a bare {@code ?} is the same as none)
 */
public record TargetUri(String scheme, String authority, String path, String query) {

    public TargetUri {
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(query);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash: " + path);
        }
    }

    /** The host without its port. An IPv6 literal keeps its brackets. */
    public String host() {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }

    /** The port with its colon; empty for the scheme's own. */
    public String port() {
        return authority.substring(host().length());
    }

    /** Path and query as they stand in a request line (origin-form). */
    public String pathAndQuery() {
        return query.isEmpty() ? path : path + '?' + query;
    }

    /** The same URI with another path. */
    public TargetUri withPath(String newPath) {
        return new TargetUri(scheme, authority, newPath, query);
    }

    /** The same URI with another query. */
    public TargetUri withQuery(String newQuery) {
        return newQuery.equals(query) ? this : new TargetUri(scheme, authority, path, newQuery);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + pathAndQuery();
    }
}
