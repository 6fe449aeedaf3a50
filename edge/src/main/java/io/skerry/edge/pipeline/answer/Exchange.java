package io.skerry.edge.pipeline.answer;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.KeyedRequest;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.parts.RangeAskDecider.Sharing;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.status.CacheStatus;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.Route;
import io.skerry.edge.routing.Captures;
import io.skerry.functions.runtime.ExchangeState;
import io.skerry.origin.ClientIdentity;
import io.skerry.origin.Interim;
import io.skerry.origin.RequestBody;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way down the line: what it asks, what was found out about it, and what will be said of it at the end. Confined
 * to the event loop of its client.
 */
public final class Exchange implements InputSource {

    private final Generation generation;
    private final ClientIdentity client;
    private final Instant arrival;
    private final Context context;
    private final int depth;
    private @Nullable Exchange above;
    private RequestHead request;
    private final RequestBody body;
    private final Incoming.Upgrade upgrade;
    private @Nullable Route route;
    private Captures captures = Captures.NONE;
    private @Nullable ExchangeState functions;
    private RequestValues inputs;
    private @Nullable KeyedRequest keyed;
    private @Nullable CachePolicy policy;
    private @Nullable PreparedHit hit;
    private @Nullable Attempts attempts;
    private long endedAtLookup;
    private CacheOutcome outcome = CacheOutcome.EDGE;
    private String reason = "";
    private @Nullable OriginPart origin;
    private boolean leading;
    private Runnable givenUp = () -> {};
    private @Nullable Consumer<Interim> interim;

    /** An exchange at its beginning. {@code depth} counts the functions' fetches that led to it, 0 for a client's own. */
    public Exchange(Generation generation, Incoming incoming, Context context, int depth) {
        this.generation = generation;
        this.client = incoming.client();
        this.arrival = incoming.arrival();
        this.request = incoming.head();
        this.inputs = new RequestValues(request, client, null);
        this.body = incoming.body();
        this.upgrade = incoming.upgrade();
        this.context = context;
        this.depth = depth;
    }

    /** The generation that was in force when it came; it keeps to it. */
    public Generation generation() {
        return generation;
    }

    /** Who asks. */
    public ClientIdentity client() {
        return client;
    }

    /** When its head was complete. */
    public Instant arrival() {
        return arrival;
    }

    /** The event loop of its client. */
    public Context context() {
        return context;
    }

    /** How many functions' fetches led to it; 0 for a client's own. */
    public int depth() {
        return depth;
    }

    /** A function asks this for the answer to another request. */
    public void madeFor(Exchange other) {
        above = other;
    }

    /** Whether it asks for what it is made for itself: who waits for that waits for ever. */
    public boolean asksForWhatIsAbove() {
        for (Exchange other = above; other != null; other = other.above) {
            if (other.keyed != null && other.keyed.key().equals(keyed().key())) {
                return true;
            }
        }
        return false;
    }

    /** The request as the client made it, or as a function's rewrite left it. */
    public RequestHead request() {
        return request;
    }

    /** Its content, paused until somebody reads it. */
    public RequestBody body() {
        return body;
    }

    /** Whether it asks to switch protocols. */
    public Incoming.Upgrade upgrade() {
        return upgrade;
    }

    /** A function has made another request of it, which is to be routed anew. */
    public void rewritten(RequestHead newRequest) {
        request = newRequest;
        route = null;
        captures = Captures.NONE;
        functions = null;
        inputs = new RequestValues(request, client, null);
    }

    /** The route it matched. */
    public Route route() {
        if (route == null) {
            throw new IllegalStateException("not routed yet");
        }
        return route;
    }

    /** The route it matched, if it got so far. */
    public Optional<Route> routeIfAny() {
        return Optional.ofNullable(route);
    }

    /** What the route's pattern took out of its path. */
    public Captures captures() {
        return captures;
    }

    /** It has found its route. */
    public void matched(Route newRoute, Captures newCaptures) {
        route = newRoute;
        captures = newCaptures;
    }

    /** What the route's functions share; only where the route has functions. */
    public ExchangeState functions() {
        if (functions == null) {
            throw new IllegalStateException("no functions on this route");
        }
        return functions;
    }

    /** The route's functions see it from here on. */
    public void functionsBegin(ExchangeState state) {
        functions = state;
        inputs = new RequestValues(request, client, state);
    }

    /** Its primary key; only on a route that caches. */
    public KeyedRequest keyed() {
        if (keyed == null) {
            throw new IllegalStateException("not keyed yet");
        }
        return keyed;
    }

    /** The policy that holds for its URL; only on a route that caches. */
    public CachePolicy policy() {
        if (policy == null) {
            throw new IllegalStateException("not keyed yet");
        }
        return policy;
    }

    /** Finds its policy and key; on a route that caches. */
    public void key(Caching.By by) {
        policy = by.policy().forUrl(request.target());
        keyed = CacheKeyFactory.key(
                route().site().name(),
                request.target(),
                policy.key(),
                inputs.keyed(policy.key().headers()));
    }

    private RequestHead asGet() {
        return new RequestHead(Method.GET, request.target(), request.headers());
    }

    /** This cache's member of {@code Cache-Status}, as far as the policy shows it. */
    public String said(CacheStatus status) {
        CachePolicy shown = policy;
        if (shown == null) {
            return status.value();
        }
        CacheStatus member = shown.has(CachePolicy.Trait.STATUS_BRIEF) ? status.withoutDetail() : status;
        return shown.has(CachePolicy.Trait.STATUS_KEY)
                ? member.withKey(keyed().key().text()).value()
                : member.value();
    }

    /** The same for a fresh hit, of which most policies show nothing else. */
    public String saidOfHit(long ttlSeconds) {
        return policy().has(CachePolicy.Trait.STATUS_KEY)
                ? said(CacheStatus.Hit.fresh(ttlSeconds))
                : CacheStatus.hit(ttlSeconds);
    }

    /** Whether a stored content is decoded for a client that refuses its coding. */
    public boolean decodes() {
        return policy != null && policy.compression().on();
    }

    /** What browsers are told in place of the origin's Cache-Control, where the policy says so. */
    Optional<String> clientCacheControl(int status) {
        return policy == null ? Optional.empty() : policy.clientCacheControl(status);
    }

    /**
     * Whether nobody may follow its fetch, and its answer says nothing of what others would get: a HEAD fills nothing, and a
     * request's own {@code no-store} or Authorization may forbid to store what is storable for everybody else.
     */
    public boolean asksForItself() {
        Headers headers = request.headers();
        return !request.method().equals(Method.GET)
                || headers.contains("Authorization")
                || CacheControl.of(headers).has(Directive.NO_STORE);
    }

    /** For whom its fetch is, in view of ranges. */
    public Sharing sharing() {
        Sharing sharing = attempts == null ? Sharing.SHARED : attempts.sharing();
        return sharing == Sharing.SHARED && asksForItself() ? Sharing.ALONE : sharing;
    }

    /** It looks in the store now, when so many flights have ended. */
    public void looks(long flightsEnded) {
        endedAtLookup = flightsEnded;
    }

    /** How many flights had ended when it last looked in the store. */
    public long endedAtLookup() {
        return endedAtLookup;
    }

    /** How often it has tried to get its answer, and what came of that; a hit never asks. */
    public Attempts attempts() {
        Attempts known = attempts;
        if (known == null) {
            known = new Attempts();
            attempts = known;
        }
        return known;
    }

    /** The same request, made once more when its client has its answer: nobody waits for this one. */
    public Exchange inBackground() {
        Exchange background = new Exchange(
                generation,
                new Incoming(asGet(), new RequestBody.None(), Incoming.Upgrade.NONE, client, arrival),
                context,
                depth);
        background.above = above;
        background.matched(route(), captures);
        background.functions = functions == null ? null : functions.again();
        background.inputs = new RequestValues(request, client, background.functions);
        background.keyed = keyed();
        background.policy = policy();
        return background;
    }

    /** How the cache took part; the last one told counts. */
    public void took(CacheOutcome newOutcome, String newReason) {
        outcome = newOutcome;
        reason = newReason;
    }

    /** The edge itself answers, for this reason. */
    public void refused(Refusal refusal) {
        took(CacheOutcome.EDGE, refusal.token());
    }

    /** The edge itself answers, as the routes file or a function says. */
    public String made(OwnAnswer answer) {
        took(CacheOutcome.EDGE, answer.token());
        return said(CacheStatus.Made.because(answer.token()));
    }

    /** How the cache took part, as far as is known. */
    public CacheOutcome outcome() {
        return outcome;
    }

    /** The deciding reason's token; empty before anything was decided. */
    public String reason() {
        return reason;
    }

    /** A fresh stored response answers it. */
    void hit(PreparedHit newHit) {
        hit = newHit;
    }

    /** What is prepared of the fresh stored response that answers it; null where none does. */
    @Nullable
    PreparedHit hit() {
        return hit;
    }

    /** The origin was asked, with this outcome; the last one counts. */
    public void asked(OriginPart part) {
        origin = part;
    }

    /** The origin's part in it, if it was asked. */
    public Optional<OriginPart> origin() {
        return Optional.ofNullable(origin);
    }

    /** Others may follow its fetch from here on: the fetch goes on when this client leaves. */
    public void leads() {
        leading = true;
    }

    /** Where interim responses go; nowhere for a request that no client waits for. */
    public void onInterim(Consumer<Interim> receiver) {
        interim = receiver;
    }

    /** Where interim responses go, if anywhere. */
    public Optional<Consumer<Interim>> interim() {
        return Optional.ofNullable(interim);
    }

    /** What to do when the client leaves before it got a head; nothing where it leads. */
    public void onGivenUp(Runnable cancel) {
        if (!leading) {
            givenUp = cancel;
        }
    }

    /** The client has left, or the answer has come: the cancellation is spent. */
    public Runnable takeGivenUp() {
        Runnable cancel = givenUp;
        givenUp = () -> {};
        return cancel;
    }

    /** The request's value for an input that selects a stored variant (RFC 9111 4.1). */
    @Override
    public String value(VariantInput input) {
        return inputs.value(input);
    }
}
