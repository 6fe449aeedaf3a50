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
import java.util.Optional;
import java.util.Set;

/** Decides what an unsafe request invalidates (RFC 9111 4.4, RFC 9875 3). Unknown methods count as unsafe. */
public final class InvalidationDecider {

    private InvalidationDecider() {}

    /**
     * The decision for an answer.
     *
     * @param target the client's URI
     * @param answer the origin's final response
     */
    public static InvalidationDecision decide(Method method, TargetUri target, ResponseHead answer) {
        if (method.safe()) {
            return new Keep(KeepReason.SAFE_METHOD);
        }
        if (answer.status() >= 400) {
            return new Keep(KeepReason.ERROR_ANSWER);
        }
        Set<TargetUri> uris = new LinkedHashSet<>();
        uris.add(target);
        named(target, answer, "Location").ifPresent(uris::add);
        named(target, answer, "Content-Location").ifPresent(uris::add);
        // RFC 9875 3: as for URIs, only in answers to unsafe requests, and within their origin.
        Set<String> groups = CacheGroups.of(answer.headers().all("Cache-Group-Invalidation"));
        return new Invalidate(uris.stream().toList(), groups);
    }

    // RFC 9111 4.4: a URI of another origin must not be invalidated, or one site could empty another's cache.
    private static Optional<TargetUri> named(TargetUri target, ResponseHead answer, String field) {
        return answer.headers()
                .first(field)
                .flatMap(reference -> UriReference.resolve(target, reference))
                .filter(uri ->
                        uri.scheme().equals(target.scheme()) && uri.authority().equals(target.authority()));
    }
}
