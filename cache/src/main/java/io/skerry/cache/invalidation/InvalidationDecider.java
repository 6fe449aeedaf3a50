package io.skerry.cache.invalidation;

import io.skerry.cache.invalidation.InvalidationDecision.Invalidate;
import io.skerry.cache.invalidation.InvalidationDecision.Keep;
import io.skerry.cache.invalidation.InvalidationDecision.KeepReason;
import io.skerry.cache.message.CacheGroups;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.message.UriReference;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Decides what an unsafe request invalidates (RFC 9111 4.4, RFC 9875 3). Unknown methods count as unsafe. */
public final class InvalidationDecider {

    private static final Set<String> OVER_ANOTHER = Set.of("MOVE", "COPY");

    private InvalidationDecider() {}

    /**
     * The decision for an answer.
     *
     * @param request as the client sent it
     * @param answer the origin's final response
     * @param canonical gives the form in which stored responses of a URI are known; hosts that share them have one there
     */
    public static InvalidationDecision decide(
            RequestHead request, ResponseHead answer, UnaryOperator<TargetUri> canonical) {
        if (request.method().safe()) {
            return new Keep(KeepReason.SAFE_METHOD);
        }
        if (answer.status() >= 400) {
            return new Keep(KeepReason.ERROR_ANSWER);
        }
        Set<TargetUri> uris = new LinkedHashSet<>();
        TargetUri own = canonical.apply(request.target());
        uris.add(own);
        named(request, answer)
                .flatMap(reference -> UriReference.resolve(request.target(), reference).stream())
                .map(canonical)
                .filter(uri -> sameOrigin(uri, own))
                .forEach(uris::add);
        // RFC 9875 3: as for URIs, only in answers to unsafe requests, and within their origin.
        Set<String> groups = CacheGroups.of(answer.headers().all("Cache-Group-Invalidation"));
        return new Invalidate(uris.stream().toList(), groups);
    }

    /** What an answer names besides the target, and what a file was moved or copied over (RFC 4918 9.8, 9.9). */
    private static Stream<String> named(RequestHead request, ResponseHead answer) {
        boolean writesElsewhere = OVER_ANOTHER.contains(request.method().name());
        return Stream.of(
                        answer.headers().first("Location"),
                        answer.headers().first("Content-Location"),
                        writesElsewhere ? request.headers().first("Destination") : Optional.<String>empty())
                .flatMap(Optional::stream);
    }

    // RFC 9111 4.4: a URI of another origin must not be invalidated, or one site could empty another's cache.
    private static boolean sameOrigin(TargetUri uri, TargetUri own) {
        return uri.scheme().equals(own.scheme()) && uri.authority().equals(own.authority());
    }
}
