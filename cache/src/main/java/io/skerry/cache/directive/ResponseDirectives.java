package io.skerry.cache.directive;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The directives of a response that hold for this cache: those of a targeted field where there is a valid one, else those of
 * Cache-Control (RFC 9213 2.2).
 *
 * @param cacheControl the directives
 * @param field which kind of field they came from
 */
public record ResponseDirectives(CacheControl cacheControl, Field field) {

    /** Where directives came from. */
    public enum Field {
        /** A targeted field: Cache-Control and Expires are as if they were absent. */
        TARGETED,
        /** Cache-Control, or none at all; Expires counts. */
        PLAIN
    }

    public ResponseDirectives {
        Objects.requireNonNull(cacheControl);
        Objects.requireNonNull(field);
    }

    /**
     * The directives of these headers.
     *
     * @param targetList targeted fields that are obeyed, the most specific first
     */
    public static ResponseDirectives of(Headers headers, List<String> targetList) {
        Optional<CacheControl> targeted = TargetedCacheControl.of(headers, targetList);
        return targeted.isPresent()
                ? new ResponseDirectives(targeted.get(), Field.TARGETED)
                : new ResponseDirectives(CacheControl.of(headers), Field.PLAIN);
    }

    /** Whether an answer with them is for the credentials of its request alone (RFC 9111 3.5). */
    public boolean personalTo(RequestHead request) {
        boolean shareable = has(Directive.PUBLIC) || has(Directive.S_MAXAGE) || has(Directive.MUST_REVALIDATE);
        return !shareable && request.headers().contains("Authorization");
    }

    /** Whether a directive is present. */
    public boolean has(Directive directive) {
        return cacheControl.has(directive);
    }
}
