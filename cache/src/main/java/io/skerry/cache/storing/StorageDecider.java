package io.skerry.cache.storing;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.FreshnessLifetime;
import io.skerry.cache.freshness.LifetimeSource;
import io.skerry.cache.freshness.StatusRule;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VaryRule;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.UriReference;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.SetCookieMode;
import io.skerry.cache.storing.StorageDecision.DoNotStore;
import io.skerry.cache.storing.StorageDecision.Store;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides whether a response is stored, and what of it (RFC 9111 3). The clauses are asked in the order of the RFC's list. */
public final class StorageDecider {

    private StorageDecider() {}

    /**
     * A response to decide about.
     *
     * @param head as received, or as functions left it
     * @param time when the head was received
     * @param origin what to validate it with at the origin, which functions may have taken out of the head
     */
    public record Received(ResponseHead head, Instant time, Validators origin) {
        public Received {
            Objects.requireNonNull(head);
            Objects.requireNonNull(time);
            Objects.requireNonNull(origin);
        }
    }

    /** The decision for a response as the origin sent it. */
    public static StorageDecision decide(
            RequestHead request,
            RequestContent content,
            ResponseHead response,
            CachePolicy policy,
            Instant responseTime) {
        return decide(
                request,
                content,
                new Received(response, responseTime, Validators.of(response.headers(), responseTime)),
                policy);
    }

    /**
     * The decision for a complete, final response from the origin or from a function.
     *
     * @param request as the client sent it; its target is the client's URI
     * @param content whether the request had content
     * @param received what it got
     * @param policy the route's
     */
    public static StorageDecision decide(
            RequestHead request, RequestContent content, Received received, CachePolicy policy) {
        ResponseHead response = received.head();
        Instant responseTime = received.time();
        CachePolicy effective = policy.forUrl(request.target());
        ResponseDirectives directives = ResponseDirectives.of(response.headers(), effective.targetList());
        FreshnessLifetime lifetime =
                FreshnessLifetime.of(response, directives, effective, responseTime, received.origin());
        Optional<NoStoreReason> refusal = ofRequest(request, content)
                .or(() -> ofStatus(response.status(), directives))
                .or(() -> ofDirectives(request, response.status(), directives))
                .or(() -> ofUsefulness(received, directives, lifetime))
                .or(() -> ofCookies(response, directives, lifetime, effective.setCookie()))
                .or(() -> ofPost(request, response, effective, lifetime));
        if (refusal.isPresent()) {
            return new DoNotStore(refusal.get());
        }
        return switch (PurgeTags.of(response.headers())) {
            case PurgeTags.TooMany tooMany -> new DoNotStore(NoStoreReason.TOO_MANY_TAGS);
            case PurgeTags.Tags tags -> store(response, tags.tags(), directives, effective, lifetime, responseTime);
        };
    }

    private static Optional<NoStoreReason> ofRequest(RequestHead request, RequestContent content) {
        boolean post = request.method().equals(Method.POST);
        if (!post && !request.method().equals(Method.GET)) {
            return Optional.of(NoStoreReason.METHOD);
        }
        if (!post && content == RequestContent.PRESENT) {
            return Optional.of(NoStoreReason.REQUEST_CONTENT);
        }
        return CacheControl.of(request.headers()).has(Directive.NO_STORE)
                ? Optional.of(NoStoreReason.REQUEST_NO_STORE)
                : Optional.empty();
    }

    // RFC 9110 9.3.3: with explicit freshness, and a Content-Location that says: this is what a GET would get.
    private static Optional<NoStoreReason> ofPost(
            RequestHead request, ResponseHead response, CachePolicy policy, FreshnessLifetime lifetime) {
        if (!request.method().equals(Method.POST)) {
            return Optional.empty();
        }
        boolean stands = response.headers()
                .first("Content-Location")
                .flatMap(reference -> UriReference.resolve(request.target(), reference))
                .filter(request.target()::equals)
                .isPresent();
        // Where the policy grants freshness, only keyed cookies may shape what is stored; a POST was made with all.
        boolean storable = response.status() == 200
                && stands
                && lifetime.positive()
                && lifetime.source().explicit()
                && !policy.grantsFreshness();
        return storable ? Optional.empty() : Optional.of(NoStoreReason.METHOD);
    }

    private static Optional<NoStoreReason> ofStatus(int status, ResponseDirectives directives) {
        if (status == 206) {
            return Optional.of(NoStoreReason.PARTIAL);
        }
        if (StatusRule.neverReusable(status)) {
            return Optional.of(NoStoreReason.STATUS);
        }
        return directives.has(Directive.MUST_UNDERSTAND) && !StatusRule.understood(status)
                ? Optional.of(NoStoreReason.NOT_UNDERSTOOD)
                : Optional.empty();
    }

    private static Optional<NoStoreReason> ofDirectives(
            RequestHead request, int status, ResponseDirectives directives) {
        // RFC 9111 5.2.2.3: no-store beside must-understand is for caches that do not understand the status.
        boolean understood = directives.has(Directive.MUST_UNDERSTAND) && StatusRule.understood(status);
        if (directives.has(Directive.NO_STORE) && !understood) {
            return Optional.of(NoStoreReason.NO_STORE);
        }
        if (directives.cacheControl().privateOfAll()) {
            return Optional.of(NoStoreReason.PRIVATE);
        }
        return directives.personalTo(request) ? Optional.of(NoStoreReason.AUTHORIZATION) : Optional.empty();
    }

    private static Optional<NoStoreReason> ofUsefulness(
            Received received, ResponseDirectives directives, FreshnessLifetime lifetime) {
        ResponseHead response = received.head();
        Optional<NoStoreReason> vary = ofVary(response);
        if (vary.isPresent()) {
            return vary;
        }
        if (StatusRule.error(response.status())) {
            return lifetime.positive() ? Optional.empty() : Optional.of(NoStoreReason.ERROR_WITHOUT_FRESHNESS);
        }
        boolean validatable = received.origin().present()
                || Validators.of(response.headers(), received.time()).present();
        CacheControl cacheControl = directives.cacheControl();
        boolean alwaysValidated =
                cacheControl.noCacheOfAll() && !lifetime.source().replacesOrigin();
        boolean usableUnvalidated = !alwaysValidated && (lifetime.positive() || hasStaleWindow(cacheControl));
        boolean storable = lifetime.source() != LifetimeSource.NONE
                || StatusRule.heuristicallyCacheable(response.status())
                || directives.has(Directive.PUBLIC);
        return storable && (usableUnvalidated || validatable)
                ? Optional.empty()
                : Optional.of(NoStoreReason.NO_FRESHNESS);
    }

    private static Optional<NoStoreReason> ofVary(ResponseHead response) {
        return switch (VaryRule.of(response.headers())) {
            case VaryRule.By _ -> Optional.empty();
            case VaryRule.Never _ -> Optional.of(NoStoreReason.VARY_STAR);
            case VaryRule.TooMany _ -> Optional.of(NoStoreReason.TOO_MANY_VARY);
        };
    }

    private static boolean hasStaleWindow(CacheControl directives) {
        return directives.seconds(Directive.STALE_WHILE_REVALIDATE).orElse(0) > 0
                || directives.seconds(Directive.STALE_IF_ERROR).orElse(0) > 0;
    }

    private static Optional<NoStoreReason> ofCookies(
            ResponseHead response, ResponseDirectives directives, FreshnessLifetime lifetime, SetCookieMode mode) {
        if (!response.headers().contains("Set-Cookie")) {
            return Optional.empty();
        }
        boolean storable = switch (mode) {
            case STORE -> true;
            case NEVER_STORE -> false;
            case STRIP -> sharedFreshness(response.headers(), directives, lifetime);
        };
        return storable ? Optional.empty() : Optional.of(NoStoreReason.SET_COOKIE);
    }

    private static boolean sharedFreshness(Headers headers, ResponseDirectives directives, FreshnessLifetime lifetime) {
        if (lifetime.source().grantedByPolicy() && lifetime.positive()) {
            return true;
        }
        boolean targeted = directives.field() == ResponseDirectives.Field.TARGETED && directives.has(Directive.MAX_AGE);
        boolean shared = directives.has(Directive.PUBLIC) || directives.has(Directive.S_MAXAGE) || targeted;
        return shared && !madeForItsCookies(headers);
    }

    /** What varies by cookies and sets some is of no use without them: a form whose token is compared with its cookie, say. */
    private static boolean madeForItsCookies(Headers headers) {
        return FieldList.members(headers.all("Vary")).stream().anyMatch("Cookie"::equalsIgnoreCase);
    }

    private static StorageDecision store(
            ResponseHead response,
            Set<String> tags,
            ResponseDirectives directives,
            CachePolicy policy,
            FreshnessLifetime lifetime,
            Instant responseTime) {
        Headers stored = storedHeaders(response.headers(), directives.cacheControl(), policy.setCookie(), responseTime);
        return new Store(response.withHeaders(stored), tags, vary(response.headers(), policy), lifetime);
    }

    private static List<VariantInput> vary(Headers headers, CachePolicy policy) {
        return switch (VaryRule.of(headers)) {
            case VaryRule.By by -> Negotiation.narrowed(by.inputs(), headers, policy);
            case VaryRule.Never _, VaryRule.TooMany _ -> throw new IllegalStateException("was refused before");
        };
    }

    private static Headers storedHeaders(
            Headers received, CacheControl directives, SetCookieMode setCookie, Instant responseTime) {
        // RFC 9111 5.2.2.4 and 5.2.2.7, qualified: what is not stored is not reused.
        Headers.Builder stored = directives.withoutNamed(HopByHop.strip(received)).toBuilder();
        if (setCookie != SetCookieMode.STORE) {
            stored.remove("Set-Cookie").remove("Set-Cookie2");
        }
        // RFC 9110 6.6.1: a recipient with a clock records the time of reception where Date is missing.
        if (!received.contains("Date")) {
            stored.add("Date", HttpDate.format(responseTime));
        }
        return stored.build();
    }
}
