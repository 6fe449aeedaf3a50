package io.skerry.cache.policy;

import io.skerry.cache.key.CacheKeyPolicy;

/**
 * A deliberate departure from an RFC, or a use of its leeway that surprises: named, cited, and switchable in the routes file.
 * Explanations and the conformance report print them.
 */
public enum SpecDeviation {
    /** Request directives have no effect but only-if-cached and no-store: a client cannot reach through to the origin. */
    CLIENT_DIRECTIVES_IGNORED("client-directives-ignored", "RFC 9111 5.2.1", "clientRevalidate: true") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return !policy.has(CachePolicy.Trait.CLIENT_REVALIDATE);
        }
    },
    /** A stored response has lost its Set-Cookie fields. */
    SET_COOKIE_STRIPPED("set-cookie-stripped", "RFC 9111 3.1, 7.3", "setCookie: store") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return policy.setCookie() == SetCookieMode.STRIP;
        }
    },
    /** The policy's ttl replaces the origin's explicit freshness. */
    TTL_REPLACES_ORIGIN("ttl-replaces-origin", "RFC 9111 4.2.1", "ttl: { default: … }") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            TtlRule ttl = policy.ttl();
            return ttl.override().isPresent()
                    || ttl.min().isPresent()
                    || !ttl.statuses().isEmpty();
        }
    },
    /** Stale responses are served on errors of the origin although it never permitted that. */
    STALE_ON_ERROR_UNASKED("stale-on-error-unasked", "RFC 9111 4.2.4, RFC 5861 4", "staleIfError: 0s") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return policy.staleIfError().isPositive();
        }
    },
    /** Stale responses are served while they are validated although the origin never permitted that. */
    STALE_WHILE_REVALIDATE_UNASKED("stale-while-revalidate-unasked", "RFC 5861 3", "staleWhileRevalidate: 0s") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return policy.staleWhileRevalidate().isPositive();
        }
    },
    /**
     * {@code s-maxage} forbids nothing stale: frameworks send it beside {@code stale-while-revalidate}, and mean both for caches like
     * this one.
     */
    STALE_AFTER_S_MAXAGE("stale-after-s-maxage", "RFC 9111 5.2.2.10", "staleAfterSMaxage: false") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return policy.has(CachePolicy.Trait.STALE_AFTER_S_MAXAGE);
        }
    },
    /** An error of the origin is stored only with explicit freshness, or a ttl of the policy for its status. */
    ERRORS_NEED_FRESHNESS("errors-need-freshness", "RFC 9111 4.2.2", "heuristicErrors: true") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return !policy.has(CachePolicy.Trait.HEURISTIC_ERRORS);
        }
    },
    /**
     * A 304 with a strong tag freshens what is stored with the same tag made weak: so answer servers that compress on the fly, and no
     * response of theirs would ever be fresh again.
     */
    WEAK_TAG_FRESHENED("weak-tag-freshened", "RFC 9111 4.3.4", "strictTags: true") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return !policy.has(CachePolicy.Trait.STRICT_TAGS);
        }
    },
    /** The cache selects a language or an image format itself, as an origin that negotiates by the book would. */
    NEGOTIATION_ASSUMED("negotiation-assumed", "RFC 9111 4.1, RFC 9110 12.5", "negotiation: []") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return policy.has(CachePolicy.Trait.NEGOTIATES_LANGUAGE)
                    || policy.has(CachePolicy.Trait.NEGOTIATES_IMAGE_FORMATS);
        }
    },
    /** URLs that differ in their query share stored responses. */
    QUERY_PARTLY_IGNORED("query-partly-ignored", "RFC 9111 2", "key: { query: … }") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return !policy.key().query().equals(CacheKeyPolicy.standard().query());
        }
    },
    /** Hosts of a site share stored responses. */
    HOSTS_SHARED("hosts-shared", "RFC 9111 2", "key: { host: own }") {
        @Override
        boolean appliesTo(CachePolicy policy) {
            return !policy.key().hostScope().equals(CacheKeyPolicy.standard().hostScope());
        }
    };

    private final String token;
    private final String clause;
    private final String switchedOffBy;

    SpecDeviation(String token, String clause, String switchedOffBy) {
        this.token = token;
        this.clause = clause;
        this.switchedOffBy = switchedOffBy;
    }

    /** Its name in explanations and reports. */
    public String token() {
        return token;
    }

    /** The clause it departs from. */
    public String clause() {
        return clause;
    }

    /** What to write in a policy to be rid of it. */
    public String switchedOffBy() {
        return switchedOffBy;
    }

    abstract boolean appliesTo(CachePolicy policy);
}
