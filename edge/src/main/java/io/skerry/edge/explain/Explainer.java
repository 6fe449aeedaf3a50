package io.skerry.edge.explain;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.reuse.ReuseDecider;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.status.ForwardReason;
import io.skerry.cache.store.StoredVariant;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.Route;
import io.skerry.edge.generation.RouteAction;
import io.skerry.edge.pipeline.RoutingSteps;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Incoming;
import io.skerry.edge.pipeline.answer.OwnAnswer;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.fetch.UnstoredResponses;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.runtime.SubRequest;
import io.skerry.origin.ClientIdentity;
import io.skerry.origin.RequestBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what the line would do with a request, and why, by asking the same steps and the same deciders. It fetches nothing, counts
 * no hit and changes nothing stored; functions are asked in onRequest alone, where they may fetch nothing either.
 */
public final class Explainer {

    private final PipelineParts parts;
    private final Supplier<Generation> generations;
    private final UnstoredResponses unstored;

    /** Explains what the line of these parts does; {@code unstored} is what the line remembers, {@code generations} gives the one in force. */
    public Explainer(PipelineParts parts, Supplier<Generation> generations, UnstoredResponses unstored) {
        this.parts = parts;
        this.generations = generations;
        this.unstored = unstored;
    }

    /**
     * A request to explain.
     *
     * @param url of it, normalised
     * @param method of it
     * @param headers as a client would send them, without Host
     * @param client the address it would come from
     */
    public record Question(TargetUri url, Method method, Headers headers, String client) {}

    /**
     * Explains.
     *
     * @param context the event loop that this is called on
     * @return an object with {@code url}, {@code route}, {@code key}, {@code candidates}, {@code decision}, {@code purgedBy}, as far as
     *     the request gets; fails only for a defect
     */
    public Future<JsonObject> explain(Question question, Context context) {
        TargetUri url = question.url();
        ClientIdentity client = new ClientIdentity(
                question.client(),
                question.client(),
                ClientIdentity.Trust.UNTRUSTED,
                url.scheme(),
                url.authority(),
                "1.1",
                "explain");
        RequestHead head = new RequestHead(question.method(), url, HopByHop.strip(question.headers()));
        Instant now = parts.clock().instant();
        Exchange exchange = new Exchange(
                generations.get(),
                new Incoming(head, new RequestBody.None(), Incoming.Upgrade.NONE, client, now),
                context,
                SubRequest.MAX_DEPTH);
        return new RoutingSteps<>(new Explaining()).begin(exchange);
    }

    /** What comes behind the routing. */
    private final class Explaining implements RoutingSteps.Continuation<JsonObject> {

        @Override
        public Future<JsonObject> refused(Exchange exchange, Refusal refusal) {
            JsonObject decision = decision(
                            "refuse",
                            refusal.token(),
                            CacheStatus.Made.because(refusal.token()).value())
                    .put("status", refusal.status())
                    .put("meaning", refusal.text());
            return Future.succeededFuture(begun(exchange).put("decision", decision));
        }

        @Override
        public Future<JsonObject> answered(Exchange exchange, EdgeResponse response) {
            return Future.succeededFuture(
                    begun(exchange).put("decision", own(exchange, OwnAnswer.FUNCTION, response.status())));
        }

        @Override
        public Future<JsonObject> routed(Exchange exchange) {
            return switch (exchange.route().action()) {
                case RouteAction.Redirect redirect ->
                    Future.succeededFuture(begun(exchange)
                            .put(
                                    "decision",
                                    own(exchange, OwnAnswer.REDIRECT, redirect.status())
                                            .put("location", redirect.location(exchange.captures()))));
                case RouteAction.Respond respond ->
                    Future.succeededFuture(
                            begun(exchange).put("decision", own(exchange, OwnAnswer.RESPOND, respond.status())));
                case RouteAction.Forward _ ->
                    parts.mark().loops(exchange.request().headers())
                            ? refused(exchange, Refusal.LOOP)
                            : cachedOrPassed(exchange);
                case RouteAction.FunctionsAnswer _ -> cachedOrPassed(exchange);
            };
        }

        private Future<JsonObject> cachedOrPassed(Exchange exchange) {
            return switch (exchange.route().caching()) {
                case Caching.Off _ ->
                    Future.succeededFuture(begun(exchange)
                            .put(
                                    "decision",
                                    passed(ForwardReason.BYPASS, ForwardReason.BYPASS.token())
                                            .put("meaning", "cache: off on this route; nothing is stored")));
                case Caching.By by -> cached(exchange, by);
            };
        }
    }

    private static JsonObject begun(Exchange exchange) {
        JsonObject document = new JsonObject()
                .put("url", exchange.request().target().toString())
                .put("method", exchange.request().method().name())
                .put("generation", exchange.generation().number());
        exchange.routeIfAny().ifPresent(route -> document.put("route", route(exchange, route)));
        return document;
    }

    private static JsonObject route(Exchange exchange, Route route) {
        JsonObject shown = new JsonObject().put("site", route.site().name()).put("name", route.name());
        switch (route.action()) {
            case RouteAction.Forward forward -> {
                shown.put("origin", forward.name());
                Optional.ofNullable(forward.label()).ifPresent(label -> shown.put("target", label));
            }
            case RouteAction.Redirect _ -> shown.put("action", OwnAnswer.REDIRECT.token());
            case RouteAction.Respond _ -> shown.put("action", OwnAnswer.RESPOND.token());
            case RouteAction.FunctionsAnswer _ -> shown.put("action", "functions");
        }
        JsonObject captures = new JsonObject();
        exchange.captures().asMap().forEach(captures::put);
        if (!captures.isEmpty()) {
            shown.put("captures", captures);
        }
        if (!route.functions().isEmpty()) {
            shown.put("functions", new JsonArray(route.functions().ids()));
            JsonObject dimensions = new JsonObject();
            exchange.functions().dimensions().forEach(dimensions::put);
            shown.put("dimensions", dimensions);
        }
        return shown;
    }

    private Future<JsonObject> cached(Exchange exchange, Caching.By by) {
        Optional<ReuseDecision> withoutStore = ReuseDecider.withoutStore(exchange.request());
        if (withoutStore.isPresent()) {
            JsonObject decision = ExplainedDecision.of(
                    exchange,
                    withoutStore.get(),
                    new Candidate.None(),
                    parts.clock().instant());
            return Future.succeededFuture(begun(exchange).put("decision", decision));
        }
        exchange.key(by);
        return Futures.from(parts.store().variants(exchange.keyed().key()), exchange.context())
                .map(variants -> judged(exchange, variants));
    }

    private JsonObject judged(Exchange exchange, List<StoredVariant> variants) {
        Instant now = parts.clock().instant();
        Candidate candidate = ExplainedStore.candidate(exchange, variants);
        ReuseDecision decision = ReuseDecider.decide(exchange.request(), candidate, exchange.policy(), now);
        JsonObject document = begun(exchange)
                .put("policy", ExplainedStore.policy(exchange.policy()))
                .put("key", exchange.keyed().key().text())
                .put("candidates", ExplainedStore.candidates(exchange, variants, candidate, now))
                .put("decision", ExplainedDecision.of(exchange, decision, candidate, now));
        if (decision instanceof ReuseDecision.Fetch || decision instanceof ReuseDecision.Validate) {
            document.put("forwarding", forwarding(exchange));
        }
        return document.put("purgedBy", ExplainedPurges.of(exchange, variants, parts.purges()));
    }

    /** What is known of the fetch that the decision leads to. */
    private JsonObject forwarding(Exchange exchange) {
        boolean underWay = parts.collapser().underWay(exchange.keyed().key());
        boolean alone = exchange.asksForItself()
                || parts.mark().passed(exchange.request().headers())
                || parts.collapser().remembersUncacheable(exchange.keyed().key());
        JsonObject shown = new JsonObject()
                .put("as", exchange.keyed().forwarded().toString())
                .put("fetchUnderWay", underWay)
                .put("collapses", !alone);
        unstored.of(exchange.keyed().key())
                .ifPresent(last -> shown.put(
                        "lastNotStored",
                        new JsonObject()
                                .put("reason", last.reason())
                                .put("status", last.status())
                                .put("at", last.at().toString())));
        return shown;
    }

    private static JsonObject own(Exchange exchange, OwnAnswer answer, int status) {
        return decision("respond", answer.token(), exchange.made(answer)).put("status", status);
    }

    private static JsonObject passed(ForwardReason reason, String detail) {
        return decision("pass", detail, Forwarding.status(reason, detail).value());
    }

    static JsonObject decision(String action, String reason, String cacheStatus) {
        return new JsonObject().put("action", action).put("reason", reason).put("cacheStatus", cacheStatus);
    }
}
