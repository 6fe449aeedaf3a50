package io.skerry.edge.explain;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.validation.PreconditionDecision;
import io.skerry.cache.validation.Preconditions;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A reuse decision with its reason, in the words that header, log and metrics use. Pure. */
final class ExplainedDecision {

    private ExplainedDecision() {}

    static JsonObject of(Exchange exchange, ReuseDecision decision, Candidate candidate, Instant now) {
        return switch (decision) {
            case ReuseDecision.ServeFresh fresh ->
                served(exchange, candidate, now, "serve-fresh", fresh.reason().token())
                        .put("cacheStatus", exchange.saidOfHit(fresh.ttlSeconds()))
                        .put("ageSeconds", fresh.ageSeconds())
                        .put("ttlSeconds", fresh.ttlSeconds());
            case ReuseDecision.ServeStale stale ->
                served(exchange, candidate, now, "serve-stale", stale.reason().token())
                        .put("cacheStatus", exchange.said(StoredAnswers.status(stale)))
                        .put("ageSeconds", stale.ageSeconds())
                        .put("ttlSeconds", stale.ttlSeconds());
            case ReuseDecision.Validate validate ->
                forwarded(exchange, "validate", Forwarding.validate(validate, null))
                        .put("with", validators(validate.validators()));
            case ReuseDecision.Fetch fetch -> forwarded(exchange, "fetch", Forwarding.fetch(fetch));
            case ReuseDecision.Pass pass ->
                Explainer.decision(
                        "pass",
                        pass.reason().token(),
                        Forwarding.status(pass.reason().forward(), pass.reason().token())
                                .value());
            case ReuseDecision.Unsatisfiable unsatisfiable ->
                Explainer.decision(
                                "refuse",
                                Refusal.ONLY_IF_CACHED.token(),
                                CacheStatus.Made.because(Refusal.ONLY_IF_CACHED.token())
                                        .value())
                        .put("status", Refusal.ONLY_IF_CACHED.status())
                        .put("wouldForward", unsatisfiable.reason().token());
        };
    }

    private static JsonObject forwarded(Exchange exchange, String action, Forwarding forwarding) {
        return Explainer.decision(action, forwarding.detail(), exchange.said(forwarding.status()));
    }

    private static JsonObject served(
            Exchange exchange, Candidate candidate, Instant now, String action, String reason) {
        JsonObject shown = new JsonObject().put("action", action).put("reason", reason);
        if (candidate instanceof Candidate.Selected selected) {
            PreconditionDecision precondition = Preconditions.decide(
                    exchange.request(),
                    selected.head().response(),
                    selected.head().clientValidators(),
                    now);
            boolean confirmed = precondition == PreconditionDecision.NOT_MODIFIED;
            shown.put("status", confirmed ? 304 : selected.head().response().status());
        }
        return shown;
    }

    private static JsonObject validators(Validators validators) {
        JsonObject shown = new JsonObject();
        Optional<String> tag = validators.entityTag();
        tag.ifPresent(value -> shown.put("If-None-Match", value));
        validators.lastModified().ifPresent(value -> shown.put("If-Modified-Since", value));
        return shown;
    }
}
