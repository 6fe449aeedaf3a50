package io.skerry.functions.api;

import java.util.Optional;

/**
 * A client's request as a function sees it.
 *
 * <p>In the cached phases ({@link EdgeFunction#onOriginRequest}, {@link EdgeFunction#onOriginResponse}) the reads of
 * {@link #header}, {@link #cookie} and {@link #queryParameter} are recorded: the stored response then answers only
 * requests with the same values, and caches in front of the edge are told of the fields by {@code Vary} (of places and dimensions a
 * function has to tell them). Method, scheme, host and path are in the cache key anyway and are not recorded; where the hosts of a
 * site share what is stored ({@code key: { host: shared }}), a response for which the host was read is not stored. A read
 * after the head of the response was handed on throws {@link IllegalStateException}. An empty value counts as none.
 */
public interface EdgeRequest {

    /**
     * The method.
     *
     * @return in upper case as sent, such as {@code GET}
     */
    String method();

    /**
     * The scheme the client used.
     *
     * @return {@code http} or {@code https}
     */
    String scheme();

    /**
     * The authority the client asked.
     *
     * @return host, with the port if it is not the scheme's own
     */
    String host();

    /**
     * The normalised path, without query.
     *
     * @return begins with a slash; percent-encoded
     */
    String path();

    /**
     * The value of a header field.
     *
     * <p>Reading {@code Cookie} or {@code Authorization} whole in a cached phase keeps the response from being stored.
     *
     * @param name in any case
     * @return the field's lines joined by {@code ", "}, or empty when the request has none
     */
    Optional<String> header(String name);

    /**
     * The value of a cookie.
     *
     * @param name as the site set it
     * @return the first cookie of that name
     */
    Optional<String> cookie(String name);

    /**
     * The value of a query parameter.
     *
     * @param name decoded
     * @return the first value of that name, decoded
     */
    Optional<String> queryParameter(String name);
}
