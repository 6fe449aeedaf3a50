package io.skerry.edge.config.model;

import io.skerry.edge.routing.Template;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the responses of a route are stored and reused, beyond what the origin says.
 *
 * @param ttl replaces or bounds the origin's freshness; without it the origin alone decides
 * @param immutable whether browsers are told that the response never changes; with a ttl of one duration
 * @param onlyIfVersioned whether a URL without a version falls back to {@code standard}
 * @param staleWhileRevalidate how long a stale response is served while it is validated in the background
 * @param staleIfError how long a stale response is served when the origin fails
 * @param staleAfterSMaxage whether a response with {@code s-maxage} may be served stale within those windows or the origin's own
 * @param setCookie what becomes of responses with Set-Cookie
 * @param clientRevalidate whether a client's {@code no-cache} reaches the origin
 * @param heuristicErrors whether an error without explicit freshness may be stored
 * @param strictTags whether a 304 with a strong tag confirms only what is stored with that strong tag
 * @param targetedFields fields that replace Cache-Control for this cache, the most specific first (RFC 9213)
 * @param negotiation what the cache selects itself among stored variants
 * @param key what of a request belongs to the cache key, beyond site, scheme, host and path
 * @param forwardIgnored whether query parameters that are not in the key are forwarded all the same
 * @param tags purge tags added to those of the origin
 * @param compress in which codings text is stored; all of them when absent
 * @param cacheStatus how much the field {@code Cache-Status} tells
 */
public record CachePolicySettings(
        @Description(
                "How long responses are fresh: one duration, or bounds on what the origin says. Errors get a ttl by status alone")
        Optional<TtlSettings> ttl,

        @Default("false")
        @Description("Whether browsers are told to keep the response for the whole ttl, which is one duration then")
        boolean immutable,

        @Default("false") @Description("URLs without a version in them are treated as by standard")
        boolean onlyIfVersioned,

        @Default("0s")
        @Description("How long a stale response is served while it is validated, if it was fresh once or is public")
        Duration staleWhileRevalidate,

        @Default("1h")
        @Description("How long a stale response is served when the origin fails, if it was fresh once or is public")
        Duration staleIfError,

        @Default("false")
        @Description(
                "Whether a response with s-maxage may be served stale within these windows, or those the origin gives seconds for; by RFC 9111 it may not")
        boolean staleAfterSMaxage,

        @Default("strip") @Description("What becomes of responses with Set-Cookie")
        SetCookieRule setCookie,

        @Default("false") @Description("Whether a client's no-cache reaches the origin")
        boolean clientRevalidate,

        @Default("false")
        @Description(
                "Whether an error without explicit freshness may be stored, for a tenth of the time since its Last-Modified")
        boolean heuristicErrors,

        @Default("false")
        @Description("Whether a 304 with a strong entity tag confirms only a response stored with the same strong tag")
        boolean strictTags,

        @Default("[CDN-Cache-Control]")
        @Description("Fields that replace Cache-Control for this cache, the most specific first")
        List<FieldName> targetedFields,

        @Description(
                "What the cache selects among stored variants by what a client wants most: language, image-formats")
        List<Negotiation> negotiation,

        @Description("What belongs to the cache key beyond site, scheme, host and path")
        KeySettings key,

        @Default("false") @Description("Whether query parameters outside the key are forwarded all the same")
        boolean forwardIgnored,

        @Description("Purge tags added to those of the origin; {name} is a capture of the route's path")
        List<Template> tags,

        @Description("Codings that text is stored in, the preferred first; all when absent")
        Optional<CompressSettings> compress,

        @Default("detail")
        @Description("How much Cache-Status tells: brief, detail (adds the reason), full (adds the cache key)")
        CacheStatusRule cacheStatus) {

    /** The policies every file has; it may define them anew. */
    public static final Map<String, CachePolicySettings> PREDEFINED =
            Map.of("standard", standard(), "versioned", versioned());

    public CachePolicySettings {
        targetedFields = List.copyOf(targetedFields);
        negotiation = List.copyOf(negotiation);
        tags = List.copyOf(tags);
        if (immutable && !(ttl.orElse(null) instanceof TtlSettings.Always)) {
            throw new IllegalArgumentException("immutable: needs a ttl of one duration, which browsers are told");
        }
        if (tags.stream().map(Template::text).anyMatch(CachePolicySettings::unpurgeable)) {
            throw new IllegalArgumentException(
                    "tags: a tag has at least one character, and neither spaces nor control characters");
        }
    }

    /** No purge can name such a tag. */
    private static boolean unpurgeable(String tag) {
        return tag.isEmpty() || tag.chars().anyMatch(c -> c <= ' ' || c == 0x7f || Character.isWhitespace(c));
    }

    private static CachePolicySettings standard() {
        return new CachePolicySettings(
                Optional.empty(),
                false,
                false,
                Duration.ZERO,
                Duration.ofHours(1),
                false,
                SetCookieRule.STRIP,
                false,
                false,
                false,
                List.of(new FieldName("CDN-Cache-Control")),
                List.of(),
                KeySettings.EVERYTHING,
                false,
                List.of(),
                Optional.empty(),
                CacheStatusRule.DETAIL);
    }

    private static CachePolicySettings versioned() {
        return new CachePolicySettings(
                Optional.of(TtlSettings.Always.of(Duration.ofDays(365))),
                true,
                true,
                Duration.ZERO,
                Duration.ofHours(1),
                false,
                SetCookieRule.STRIP,
                false,
                false,
                false,
                List.of(new FieldName("CDN-Cache-Control")),
                List.of(),
                KeySettings.EVERYTHING,
                false,
                List.of(),
                Optional.empty(),
                CacheStatusRule.DETAIL);
    }

    /** How much {@code Cache-Status} tells of an answer (RFC 9211). */
    public enum CacheStatusRule {
        /** Hit or forwarded, freshness left, stored, collapsed. */
        BRIEF,
        /** The deciding reason as well. */
        DETAIL,
        /** The reason and the cache key. */
        FULL
    }

    /** What the cache selects itself among the stored variants of a URL. */
    public enum Negotiation {
        /** By Content-Language: the variant in the language that a client wants most. */
        LANGUAGE,
        /** For images, clients that name the same modern formats share a variant. */
        IMAGE_FORMATS
    }

    /** What becomes of responses with Set-Cookie. */
    public enum SetCookieRule {
        /** Stored without it, and only when their shared freshness is explicit; by a ttl of the policy where they vary by Cookie. */
        STRIP,
        /** Stored with it, as RFC 9111 allows. */
        STORE,
        /** Not stored. */
        NEVER_STORE
    }
}
