package io.skerry.cache.directive;

import io.skerry.cache.message.Headers;
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

    /** Whether one of them permits to share the answer to a request with Authorization (RFC 9111 3.5). */
    public boolean permitSharing() {
        return has(Directive.PUBLIC) || has(Directive.S_MAXAGE) || has(Directive.MUST_REVALIDATE);
    }

    /** Whether a directive is present. */
    public boolean has(Directive directive) {
        return cacheControl.has(directive);
    }
}
