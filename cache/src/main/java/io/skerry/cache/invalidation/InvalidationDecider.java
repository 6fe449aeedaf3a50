package io.skerry.cache.invalidation;

import io.skerry.cache.invalidation.InvalidationDecision.Invalidate;
import io.skerry.cache.invalidation.InvalidationDecision.Keep;
import io.skerry.cache.invalidation.InvalidationDecision.KeepReason;
import io.skerry.cache.message.CacheGroups;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.message.UriReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Decides what an unsafe request invalidates (RFC 9111 4.4, RFC 9875 3). Unknown methods count as unsafe. */
public final class InvalidationDecider {

    private InvalidationDecider() {}

    /**
     * The decision for an answer.
     *
     * @param target the client's URI
     * @param answer the origin's final response
     * @param canonical gives the form in which stored responses of a URI are known; hosts that share them have one there
     */
    public static InvalidationDecision decide(
            Method method, TargetUri target, ResponseHead answer, UnaryOperator<TargetUri> canonical) {
        if (method.safe()) {
            return new Keep(KeepReason.SAFE_METHOD);
        }
        if (answer.status() >= 400) {
            return new Keep(KeepReason.ERROR_ANSWER);
        }
        Set<TargetUri> uris = new LinkedHashSet<>();
        TargetUri own = canonical.apply(target);
        uris.add(own);
        for (String field : List.of("Location", "Content-Location")) {
            named(target, answer, field)
                    .map(canonical)
                    .filter(uri -> sameOrigin(uri, own))
                    .ifPresent(uris::add);
        }
        // RFC 9875 3: as for URIs, only in answers to unsafe requests, and within their origin.
        Set<String> groups = CacheGroups.of(answer.headers().all("Cache-Group-Invalidation"));
        return new Invalidate(uris.stream().toList(), groups);
    }

    private static Optional<TargetUri> named(TargetUri target, ResponseHead answer, String field) {
        return answer.headers().first(field).flatMap(reference -> UriReference.resolve(target, reference));
    }

    // RFC 9111 4.4: a URI of another origin must not be invalidated, or one site could empty another's cache.
    private static boolean sameOrigin(TargetUri uri, TargetUri own) {
        return uri.scheme().equals(own.scheme()) && uri.authority().equals(own.authority());
    }
}
