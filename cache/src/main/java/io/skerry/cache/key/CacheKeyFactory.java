package io.skerry.cache.key;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.TargetUri;

/**
 * Makes primary keys (RFC 9111 2). Two requests have the same key if and only if site, canonical URI and the keyed cookies and
 * fields are the same: the key's text separates its parts by a space and escapes spaces inside them, so no value can pretend to
 * be another part.
 *
 * <p>Runs on every request; no regex, no streams.
 */
public final class CacheKeyFactory {

    private static final char SEPARATOR = ' ';

    private CacheKeyFactory() {}

    /**
     * The key of a request.
     *
     * @param site the site's name; two sites never share a key
     * @param target what the client asked for, before rewriting
     * @param policy what is in the key
     * @param headers the request's fields, for keyed cookies and fields
     */
    public static KeyedRequest key(String site, TargetUri target, CacheKeyPolicy policy, Headers headers) {
        TargetUri keyed = target.withQuery(QueryText.select(target.query(), policy.query()));
        TargetUri canonical = withHost(keyed, policy.hostScope());
        TargetUri forwarded = switch (policy.forwarding()) {
            case KEYED_QUERY -> keyed;
            case WHOLE_QUERY -> target;
        };
        String text = text(site, canonical, policy, headers);
        long[] digest = Murmur3.hash128(text);
        return new KeyedRequest(new CacheKey(digest[0], digest[1], text), canonical, forwarded);
    }

    /** The form in which stored responses of this URI are known: what a purge of the URL has to name. */
    public static TargetUri canonical(TargetUri target, CacheKeyPolicy policy) {
        return withHost(target.withQuery(QueryText.select(target.query(), policy.query())), policy.hostScope());
    }

    /** A key whose text was read back from a store. */
    public static CacheKey restored(String text) {
        long[] digest = Murmur3.hash128(text);
        return new CacheKey(digest[0], digest[1], text);
    }

    /**
     * The key of one slice of a stored response. No request has it: its last part is neither a cookie nor a field.
     *
     * @param whole the response's own key
     * @param id of its slices
     * @param index counted from 0
     */
    public static CacheKey slice(CacheKey whole, long id, long index) {
        return restored(whole.text() + SEPARATOR + "slice:" + Long.toHexString(id) + ':' + index);
    }

    private static TargetUri withHost(TargetUri uri, HostScope scope) {
        return switch (scope) {
            case HostScope.Own own -> uri;
            case HostScope.Shared shared ->
                // The port is the client's word, and the origin hears it: it stays.
                new TargetUri(uri.scheme(), shared.host() + uri.port(), uri.path(), uri.query());
        };
    }

    private static String text(String site, TargetUri uri, CacheKeyPolicy policy, Headers headers) {
        StringBuilder text =
                new StringBuilder(64 + uri.path().length() + uri.query().length());
        escape(text, site).append(SEPARATOR).append(uri.scheme()).append("://");
        escape(text, uri.authority());
        escape(text, uri.path());
        if (!uri.query().isEmpty()) {
            escape(text.append('?'), uri.query());
        }
        for (int i = 0; i < policy.cookies().size(); i++) {
            String name = policy.cookies().get(i);
            part(text, VariantInput.Kind.COOKIE, name, RequestInputs.cookie(headers, name));
        }
        for (int i = 0; i < policy.headers().size(); i++) {
            String name = policy.headers().get(i);
            part(text, VariantInput.Kind.HEADER, name, RequestInputs.header(headers, name));
        }
        return text.toString();
    }

    private static void part(StringBuilder text, VariantInput.Kind kind, String name, String value) {
        text.append(SEPARATOR).append(kind == VariantInput.Kind.COOKIE ? "cookie:" : "header:");
        // The name is escaped with its equals signs; the value is the rest of the part.
        escape(text, name.replace("=", "%3D")).append('=');
        escape(text, value);
    }

    private static StringBuilder escape(StringBuilder text, String part) {
        if (plain(part)) {
            return text.append(part);
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c <= SEPARATOR || c == '\\') {
                text.append('\\').append((int) c).append(';');
            } else {
                text.append(c);
            }
        }
        return text;
    }

    private static boolean plain(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c <= SEPARATOR || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
