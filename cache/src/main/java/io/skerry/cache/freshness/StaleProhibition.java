package io.skerry.cache.freshness;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.policy.CachePolicy;
import java.util.Optional;

/** Why a stored response may not be served stale. */
public enum StaleProhibition {
    /** {@code no-cache} (RFC 9111 5.2.2.4). */
    NO_CACHE("no-cache"),
    /** {@code must-revalidate} (RFC 9111 5.2.2.2). */
    MUST_REVALIDATE("must-revalidate"),
    /** {@code proxy-revalidate} (RFC 9111 5.2.2.8). */
    PROXY_REVALIDATE("proxy-revalidate"),
    /** {@code s-maxage}, which has proxy-revalidate in it (RFC 9111 5.2.2.10). */
    S_MAXAGE("s-maxage"),
    /** An unsafe method invalidated it (RFC 9111 4.4). */
    INVALIDATED("invalidated"),
    /** It was purged. */
    PURGED("purged"),
    /** Neither origin nor policy gives it a stale window (RFC 5861). */
    NO_WINDOW("no-stale-window"),
    /** Its stale window is over (RFC 5861), or, the clock having been set back since it came, nobody knows that it is not. */
    WINDOW_OVER("stale-window-over");

    private final String token;

    StaleProhibition(String token) {
        this.token = token;
    }

    /** Its name in explanations, logs and metrics. */
    public String token() {
        return token;
    }

    /** What these directives forbid; a ttl of the policy replaces those that are about freshness, not the prohibitions proper. */
    static Optional<StaleProhibition> of(CacheControl directives, LifetimeSource source, CachePolicy policy) {
        if (directives.has(Directive.MUST_REVALIDATE)) {
            return Optional.of(MUST_REVALIDATE);
        }
        if (directives.has(Directive.PROXY_REVALIDATE)) {
            return Optional.of(PROXY_REVALIDATE);
        }
        if (source.replacesOrigin()) {
            return Optional.empty();
        }
        if (directives.noCacheOfAll()) {
            return Optional.of(NO_CACHE);
        }
        boolean lifetimeForbids =
                directives.has(Directive.S_MAXAGE) && !policy.has(CachePolicy.Trait.STALE_AFTER_S_MAXAGE);
        return lifetimeForbids ? Optional.of(S_MAXAGE) : Optional.empty();
    }
}
