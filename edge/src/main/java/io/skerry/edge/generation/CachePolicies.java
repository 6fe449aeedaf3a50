package io.skerry.edge.generation;

import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.key.HostScope;
import io.skerry.cache.key.QueryRule;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.Compression;
import io.skerry.cache.policy.SetCookieMode;
import io.skerry.cache.policy.StatusTtl;
import io.skerry.cache.policy.TtlRule;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.CompressSettings;
import io.skerry.edge.config.model.FieldName;
import io.skerry.edge.config.model.IgnoredParameters;
import io.skerry.edge.config.model.KeySettings;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.config.model.StatusPattern;
import io.skerry.edge.config.model.TtlSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the cache policies of a routes file into those of the cache. Pure. */
final class CachePolicies {

    private static final String STANDARD = "standard";

    private CachePolicies() {}

    /**
     * The policy of this name as a site uses it: whether hosts share responses is the site's to say. URLs without a version, where the
     * policy wants one, have the file's own {@code standard}.
     *
     * @param all the policies of the file
     */
    static CachePolicy of(String name, Map<String, CachePolicySettings> all, SiteSettings site) {
        CachePolicySettings settings = named(name, all);
        CachePolicy.Builder policy = builder(name, settings, site);
        if (settings.onlyIfVersioned()) {
            CachePolicySettings own = named(STANDARD, all);
            CachePolicySettings standard =
                    own.onlyIfVersioned() ? named(STANDARD, CachePolicySettings.PREDEFINED) : own;
            policy.unversioned(builder(STANDARD, standard, site).build());
        }
        return policy.build();
    }

    /** What the file says of the policy of this name. */
    static CachePolicySettings named(String name, Map<String, CachePolicySettings> all) {
        CachePolicySettings settings = all.get(name);
        if (settings == null) {
            throw new IllegalStateException("a checked file names its policies: " + name);
        }
        return settings;
    }

    private static CachePolicy.Builder builder(String name, CachePolicySettings settings, SiteSettings site) {
        CachePolicy.Builder policy = CachePolicy.named(name)
                .ttl(ttl(settings.ttl()))
                .staleWhileRevalidate(settings.staleWhileRevalidate())
                .staleIfError(settings.staleIfError())
                .setCookie(setCookie(settings.setCookie()))
                .targetList(
                        settings.targetedFields().stream().map(FieldName::text).toList())
                .compression(compression(settings.compress()))
                .key(key(settings, site));
        if (settings.immutable()) {
            policy.trait(CachePolicy.Trait.IMMUTABLE);
        }
        if (settings.clientRevalidate()) {
            policy.trait(CachePolicy.Trait.CLIENT_REVALIDATE);
        }
        switch (settings.cacheStatus()) {
            case BRIEF -> policy.trait(CachePolicy.Trait.STATUS_BRIEF);
            case DETAIL -> {}
            case FULL -> policy.trait(CachePolicy.Trait.STATUS_KEY);
        }
        if (settings.heuristicErrors()) {
            policy.trait(CachePolicy.Trait.HEURISTIC_ERRORS);
        }
        if (settings.staleAfterSMaxage()) {
            policy.trait(CachePolicy.Trait.STALE_AFTER_S_MAXAGE);
        }
        if (settings.strictTags()) {
            policy.trait(CachePolicy.Trait.STRICT_TAGS);
        }
        settings.negotiation().forEach(what -> policy.trait(negotiation(what)));
        return policy;
    }

    private static CachePolicy.Trait negotiation(CachePolicySettings.Negotiation negotiation) {
        return switch (negotiation) {
            case LANGUAGE -> CachePolicy.Trait.NEGOTIATES_LANGUAGE;
            case IMAGE_FORMATS -> CachePolicy.Trait.NEGOTIATES_IMAGE_FORMATS;
        };
    }

    private static Compression compression(Optional<CompressSettings> settings) {
        return switch (settings.orElse(null)) {
            case null -> supported(Compression.STANDARD);
            case CompressSettings.Off _ -> Compression.OFF;
            case CompressSettings.Listed listed ->
                supported(new Compression(codings(listed.codings()), Compression.STANDARD_MIN_BYTES));
            case CompressSettings.Bounded bounded ->
                supported(new Compression(
                        codings(bounded.codings()), bounded.minSize().bytes()));
        };
    }

    /** Without the codings whose native library does not exist for this platform. */
    private static Compression supported(Compression asked) {
        return new Compression(
                asked.codings().stream().filter(ContentCodings::supports).toList(), asked.minBytes());
    }

    private static List<ContentCoding> codings(List<CompressSettings.Coding> settings) {
        return settings.stream()
                .map(coding -> switch (coding) {
                    case ZSTD -> ContentCoding.ZSTD;
                    case BR -> ContentCoding.BR;
                    case GZIP -> ContentCoding.GZIP;
                })
                .toList();
    }

    private static TtlRule ttl(Optional<TtlSettings> settings) {
        return switch (settings.orElse(null)) {
            case null -> TtlRule.none();
            case TtlSettings.Always always -> TtlRule.always(always.duration());
            case TtlSettings.Bounds bounds ->
                new TtlRule(
                        Optional.empty(), bounds.byDefault(), bounds.min(), bounds.max(), statuses(bounds.status()));
        };
    }

    private static List<StatusTtl> statuses(Map<StatusPattern, Duration> settings) {
        return settings.entrySet().stream()
                .map(entry -> new StatusTtl(statuses(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static StatusTtl.Statuses statuses(StatusPattern pattern) {
        return pattern.single()
                ? new StatusTtl.Statuses.Code(pattern.first())
                : new StatusTtl.Statuses.Range(pattern.first() / 100);
    }

    private static SetCookieMode setCookie(CachePolicySettings.SetCookieRule rule) {
        return switch (rule) {
            case STRIP -> SetCookieMode.STRIP;
            case STORE -> SetCookieMode.STORE;
            case NEVER_STORE -> SetCookieMode.NEVER_STORE;
        };
    }

    private static CacheKeyPolicy key(CachePolicySettings settings, SiteSettings site) {
        KeySettings key = settings.key();
        return new CacheKeyPolicy(
                query(key.query()),
                key.cookies().stream().map(name -> name.text()).toList(),
                key.headers().stream().map(name -> name.text()).toList(),
                hostScope(site),
                settings.forwardIgnored()
                        ? CacheKeyPolicy.Forwarding.WHOLE_QUERY
                        : CacheKeyPolicy.Forwarding.KEYED_QUERY);
    }

    private static QueryRule query(KeySettings.Query query) {
        QueryRule.Selection selection = query.only()
                .<QueryRule.Selection>map(names -> new QueryRule.Selection.Only(Set.copyOf(names)))
                .orElseGet(() -> ignoring(query.ignore()));
        return new QueryRule(selection, query.sort() ? QueryRule.Order.SORTED : QueryRule.Order.AS_RECEIVED);
    }

    private static QueryRule.Selection ignoring(IgnoredParameters ignored) {
        return switch (ignored) {
            case IgnoredParameters.Tracking _ ->
                new QueryRule.Selection.Ignore(Set.of(), List.of(), QueryRule.Tracking.IGNORED);
            case IgnoredParameters.Named named when named.names().isEmpty() -> new QueryRule.Selection.All();
            case IgnoredParameters.Named named ->
                new QueryRule.Selection.Ignore(named.exact(), named.beginnings(), QueryRule.Tracking.KEPT);
        };
    }

    private static HostScope hostScope(SiteSettings site) {
        return switch (site.key().host()) {
            case OWN -> new HostScope.Own();
            case SHARED -> new HostScope.Shared(sharedHost(site));
        };
    }

    /** The host that stands for all hosts of a site that share. */
    static String sharedHost(SiteSettings site) {
        return site.hosts().getFirst().text();
    }
}
