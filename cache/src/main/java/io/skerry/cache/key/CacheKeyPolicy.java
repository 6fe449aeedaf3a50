package io.skerry.cache.key;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is in the primary key besides site, scheme, host and path.
 *
 * @param query what of the query
 * @param cookies names of cookies whose values are in the key
 * @param headers names of request fields whose values are in the key, lower case
 * @param hostScope whether hosts of a site share stored responses
 * @param forwarding what query the origin sees
 */
public record CacheKeyPolicy(
        QueryRule query, List<String> cookies, List<String> headers, HostScope hostScope, Forwarding forwarding) {

    private static final CacheKeyPolicy STANDARD = new CacheKeyPolicy(
            QueryRule.asReceived(), List.of(), List.of(), new HostScope.Own(), Forwarding.KEYED_QUERY);

    /** What query the origin sees. */
    public enum Forwarding {
        /** The one in the key: what was ignored is not forwarded, so it cannot influence what is stored. */
        KEYED_QUERY,
        /** The client's ({@code forwardIgnored: true}); the site vouches that the origin ignores it, too. */
        WHOLE_QUERY
    }

    public CacheKeyPolicy {
        Objects.requireNonNull(query);
        Objects.requireNonNull(hostScope);
        Objects.requireNonNull(forwarding);
        cookies = cookies.stream().sorted().distinct().toList();
        headers = headers.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
    }

    /** The whole URL and nothing else (RFC 9111 2). */
    public static CacheKeyPolicy standard() {
        return STANDARD;
    }

    /**
     * Whether a field is not in the key, and differs from one that is in underscores for hyphens alone.
     *
     * @param field in lower case
     */
    public boolean imitatesKeyed(String field) {
        if (headers.contains(field)) {
            return false;
        }
        String hyphened = field.replace('_', '-');
        return headers.stream().anyMatch(keyed -> keyed.replace('_', '-').equals(hyphened));
    }

    /** The standard key with another rule for the query. */
    public CacheKeyPolicy withQuery(QueryRule newQuery) {
        return new CacheKeyPolicy(newQuery, cookies, headers, hostScope, forwarding);
    }

    /** The same key with the values of these cookies in it. */
    public CacheKeyPolicy withCookies(List<String> newCookies) {
        return new CacheKeyPolicy(query, newCookies, headers, hostScope, forwarding);
    }

    /** The same key with the values of these request fields in it. */
    public CacheKeyPolicy withHeaders(List<String> newHeaders) {
        return new CacheKeyPolicy(query, cookies, newHeaders, hostScope, forwarding);
    }

    /** The same key with another scope of hosts. */
    public CacheKeyPolicy withHostScope(HostScope newScope) {
        return new CacheKeyPolicy(query, cookies, headers, newScope, forwarding);
    }

    /** The same key with another query forwarded. */
    public CacheKeyPolicy withForwarding(Forwarding newForwarding) {
        return new CacheKeyPolicy(query, cookies, headers, hostScope, newForwarding);
    }
}
