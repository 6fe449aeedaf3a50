package io.skerry.cache.policy;

import io.skerry.cache.directive.TargetedCacheControl;
import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.message.CookieField;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.TargetUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the responses of a route are cached: one entry of {@code cachePolicies}. Immutable, shared by all requests.
 *
 * @param name as in the routes file; in logs, metrics and explanations
 * @param ttl freshness lifetimes
 * @param staleWhileRevalidate window after the lifetime where the origin names none (RFC 5861 3); 0 for no such window
 * @param staleIfError window after the lifetime where the origin names none (RFC 5861 4); 0 for none
 * @param setCookie what becomes of responses that set cookies
 * @param traits what else it is and does
 * @param key what is in the cache key
 * @param compression in which codings text is stored
 * @param targetList names of targeted fields that are obeyed, the most specific first (RFC 9213 2.2)
 * @param unversioned what holds for URLs without a version instead of this policy; empty where this one holds for all
 */
public record CachePolicy(
        String name,
        TtlRule ttl,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        SetCookieMode setCookie,
        Set<Trait> traits,
        CacheKeyPolicy key,
        Compression compression,
        List<String> targetList,
        Optional<CachePolicy> unversioned) {

    /** How long {@code standard} serves stale responses when the origin fails. */
    public static final Duration STANDARD_STALE_IF_ERROR = Duration.ofHours(1);

    private static final CachePolicy STANDARD = named("standard").build();

    /** What a policy is or does beyond its lifetimes. */
    public enum Trait {
        /** Its responses never change: browsers are told so, too (RFC 8246). */
        IMMUTABLE,
        /** Clients' request directives are honoured (RFC 9111 5.2.1); without it only {@code only-if-cached} and {@code no-store} are. */
        CLIENT_REVALIDATE,
        /** {@code Cache-Status} tells the cache key (RFC 9211 2.7). */
        STATUS_KEY,
        /** {@code Cache-Status} tells no detail (RFC 9211 2.8). */
        STATUS_BRIEF,
        /** Errors may be heuristically fresh (RFC 9111 4.2.2); without it they need explicit freshness. */
        HEURISTIC_ERRORS,
        /** A 304 with a strong tag confirms a response stored with that strong tag alone (RFC 9111 4.3.4). */
        STRICT_TAGS,
        /** A response with {@code s-maxage} may be served stale; by RFC 9111 5.2.2.10 it may not. */
        STALE_AFTER_S_MAXAGE,
        /** A response in the language that a client wants most answers it, whatever else the client would take. */
        NEGOTIATES_LANGUAGE,
        /** For images, {@code Accept} counts by the modern formats it names. */
        NEGOTIATES_IMAGE_FORMATS
    }

    public CachePolicy {
        Objects.requireNonNull(name);
        Objects.requireNonNull(ttl);
        Objects.requireNonNull(setCookie);
        Objects.requireNonNull(key);
        Objects.requireNonNull(compression);
        traits = Set.copyOf(traits);
        targetList = List.copyOf(targetList);
        Objects.requireNonNull(unversioned);
        if (staleWhileRevalidate.isNegative() || staleIfError.isNegative()) {
            throw new IllegalArgumentException("a negative stale window");
        }
    }

    /** The default: the origin decides, and stale responses bridge its failures for up to an hour. */
    public static CachePolicy standard() {
        return STANDARD;
    }

    /** A policy that is like {@code standard} until told otherwise. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Whether the policy has this trait. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The policy that holds for this URL: {@code unversioned} where this one wants a version and the URL has none. */
    public CachePolicy forUrl(TargetUri uri) {
        return unversioned.isPresent() && !VersionedUrl.recognises(uri) ? unversioned.get() : this;
    }

    /** Whether the policy itself may make responses fresh, whatever the origin says. */
    public boolean grantsFreshness() {
        return ttl.override().isPresent()
                || ttl.fallback().filter(Duration::isPositive).isPresent()
                || ttl.min().isPresent()
                || !ttl.statuses().isEmpty();
    }

    /**
     * The fields that the origin may see of a request: where this policy grants freshness, only the cookies that are in the key, so
     * that no response made for one visitor is stored for all. Where fields are in the key, none that an origin on CGI takes for one of
     * them ({@code X_Device} for {@code X-Device}).
     */
    public Headers forwardable(Headers client) {
        Headers headers = grantsFreshness() ? CookieField.retain(client, key.cookies()) : client;
        return key.headers().isEmpty() ? headers : headers.keeping(name -> !key.imitatesKeyed(name));
    }

    /**
     * The Cache-Control that clients get instead of the origin's: that of an immutable policy with a ttl, for a success; empty
     * where the origin's own goes out.
     */
    public Optional<String> clientCacheControl(int status) {
        boolean success = status == 200 || status == 206 || status == 304;
        if (!has(Trait.IMMUTABLE) || !success || ttl.override().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("public, max-age=" + ttl.override().get().toSeconds() + ", immutable");
    }

    /** Where this policy departs from the RFCs, on purpose. */
    public Set<SpecDeviation> deviations() {
        Set<SpecDeviation> deviations = EnumSet.noneOf(SpecDeviation.class);
        for (SpecDeviation deviation : SpecDeviation.values()) {
            if (deviation.appliesTo(this)) {
                deviations.add(deviation);
            }
        }
        return deviations;
    }

    /** Collects the parts of a policy. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private TtlRule ttl = TtlRule.none();
        private Duration staleWhileRevalidate = Duration.ZERO;
        private Duration staleIfError = STANDARD_STALE_IF_ERROR;
        private SetCookieMode setCookie = SetCookieMode.STRIP;
        private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
        private CacheKeyPolicy key = CacheKeyPolicy.standard();
        private Compression compression = Compression.STANDARD;
        private List<String> targetList = List.of(TargetedCacheControl.CDN_CACHE_CONTROL);
        private Optional<CachePolicy> unversioned = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        /** Sets the freshness lifetimes; default: the origin decides. */
        public Builder ttl(TtlRule newTtl) {
            this.ttl = newTtl;
            return this;
        }

        /** Sets the window of stale-while-revalidate; default: none. */
        public Builder staleWhileRevalidate(Duration window) {
            this.staleWhileRevalidate = window;
            return this;
        }

        /** Sets the window of stale-if-error; default: {@link #STANDARD_STALE_IF_ERROR}. */
        public Builder staleIfError(Duration window) {
            this.staleIfError = window;
            return this;
        }

        /** Sets what becomes of Set-Cookie; default: {@link SetCookieMode#STRIP}. */
        public Builder setCookie(SetCookieMode mode) {
            this.setCookie = mode;
            return this;
        }

        /** Adds a trait; default: none. */
        public Builder trait(Trait trait) {
            this.traits.add(trait);
            return this;
        }

        /** Sets what is in the key; default: {@link CacheKeyPolicy#standard()}. */
        public Builder key(CacheKeyPolicy newKey) {
            this.key = newKey;
            return this;
        }

        /** Sets in which codings text is stored; default: {@link Compression#STANDARD}. */
        public Builder compression(Compression newCompression) {
            this.compression = newCompression;
            return this;
        }

        /** Sets the targeted fields that are obeyed; default: CDN-Cache-Control. */
        public Builder targetList(List<String> fields) {
            this.targetList = fields;
            return this;
        }

        /** Has the policy hold for URLs that carry a version, and another one for all others; by default it holds for all. */
        public Builder unversioned(CachePolicy policy) {
            this.unversioned = Optional.of(policy);
            return this;
        }

        /** The policy. */
        public CachePolicy build() {
            return new CachePolicy(
                    name,
                    ttl,
                    staleWhileRevalidate,
                    staleIfError,
                    setCookie,
                    traits,
                    key,
                    compression,
                    targetList,
                    unversioned);
        }
    }
}
