package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StatusRule;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.validation.ValidationDecider;
import io.skerry.cache.validation.ValidationDecision;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.BodyEnds;
import io.skerry.edge.pipeline.slices.SliceFills;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import io.skerry.edge.pipeline.upstream.StoredHeads;
import io.skerry.edge.pipeline.upstream.Upstream;
import io.skerry.functions.runtime.FunctionChain;
import io.skerry.functions.runtime.Phase;
import io.skerry.origin.OriginFailure;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * Step 11: what becomes of the origin's answer to a request that leads a flight: stored while it streams, passed on unstored, taken
 * as confirmation of what is stored, or covered up by it.
 *
 * <p>Owns the flight, which it decides and lands, and the candidate in the {@link Forwarding}, on every path.
 */
public final class FetchSteps {

    private final PipelineParts parts;
    private final Upstream upstream;
    private final StoringSteps storing;
    private final ArrivedSteps arrived;
    private final VariantAnswers variants;

    /** Steps that remember in {@code unstored} what they did not store. */
    public FetchSteps(PipelineParts parts, Upstream upstream, UnstoredResponses unstored, SliceFills slices) {
        this.parts = parts;
        this.upstream = upstream;
        this.storing = new StoringSteps(parts, unstored);
        this.arrived = new ArrivedSteps(parts, unstored, slices, storing, this::refetch);
        this.variants = new VariantAnswers(parts);
    }

    /** Asks the origin on behalf of this request and of all that follow it. Fails only for a defect. */
    public Future<Answer> lead(Exchange exchange, Flight flight, Forwarding forwarding) {
        exchange.leads();
        Forwarding asking = forwarding.asking(OriginRequests.ask(exchange));
        OtherVariants others = OtherVariants.of(exchange, asking, parts.store());
        return Futures.of(() -> ask(exchange, asking, others))
                .compose(answer -> answer.orGivenUp(() -> others.isEmpty()
                        ? answered(exchange, flight, asking, answer)
                        : answeredAmong(others, exchange, flight, asking, answer)))
                .onFailure(_ -> others.close());
    }

    private Future<UpstreamAnswer> ask(Exchange exchange, Forwarding asking, OtherVariants others) {
        askFunctions(exchange, asking);
        RequestHead request = OriginRequests.of(exchange, others.validators(asking.validators()), asking.ask());
        return upstream.ask(exchange, request, new RequestBody.None());
    }

    /** What functions made from others they may confirm, where nothing was made of their answer before it was stored. */
    private static void askFunctions(Exchange exchange, Forwarding asking) {
        FunctionChain functions = exchange.route().functions();
        if (functions.has(Phase.ORIGIN_REQUEST)) {
            exchange.functions()
                    .validates(asking.held()
                            .map(held -> held.response().head())
                            .filter(head -> !head.parents().isEmpty() && !functions.has(Phase.ORIGIN_RESPONSE))
                            .flatMap(head -> head.originValidators().entityTag()));
        }
    }

    private Future<Answer> answeredAmong(
            OtherVariants others, Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer answer) {
        return switch (variants.resolve(others, answer, exchange, flight)) {
            case VariantAnswers.Resolved.AsItIs _ -> answered(exchange, flight, forwarding, answer);
            case VariantAnswers.Resolved.Confirmed confirmed ->
                answered(exchange, flight, forwarding.withoutCandidate("variant-confirmed"), confirmed.whole());
            case VariantAnswers.Resolved.Refetch refetch -> refetch(exchange, flight, forwarding, refetch.detail());
        };
    }

    private Future<Answer> answered(Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer answer) {
        return switch (answer) {
            case UpstreamAnswer.Refused refused -> refused(exchange, flight, forwarding, refused.refusal());
            case UpstreamAnswer.OriginFailed failed ->
                Future.succeededFuture(failed(exchange, flight, forwarding, failed.failure()));
            case UpstreamAnswer.Response response ->
                forwarding.held().isPresent()
                        ? validated(exchange, flight, forwarding, response)
                        : arrived.answer(exchange, flight, forwarding, response);
        };
    }

    /** A function that failed is covered up by what is stored, as an origin that failed is. */
    private Future<Answer> refused(Exchange exchange, Flight flight, Forwarding forwarding, Refusal refusal) {
        flight.land();
        Optional<Answer> stale = StatusRule.originFailure(refusal.status())
                ? StoredAnswers.onFailure(exchange, forwarding, parts.clock())
                : Optional.empty();
        if (stale.isPresent()) {
            return Future.succeededFuture(stale.get());
        }
        forwarding.close();
        return ErrorAnswers.refuse(exchange, refusal)
                .map(error -> error.saying(exchange.said(forwarding.status().withDetail(refusal.token()))));
    }

    private Answer failed(Exchange exchange, Flight flight, Forwarding forwarding, OriginFailure failure) {
        flight.land();
        Optional<Answer> stale = StoredAnswers.onFailure(exchange, forwarding, parts.clock());
        if (stale.isPresent()) {
            return stale.get();
        }
        forwarding.close();
        String detail = ErrorAnswers.token(failure);
        exchange.took(CacheOutcome.MISS, detail);
        CacheStatus.Forwarded forwarded = CacheStatus.Forwarded.because(forwarding.reason());
        return ErrorAnswers.of(failure, exchange.client().requestId(), forwarded)
                .saying(exchange.said(forwarded.withDetail(detail)));
    }

    private Future<Answer> validated(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {
        Held held = forwarding.held().orElseThrow();
        Instant now = parts.clock().instant();
        ValidationDecision decision = ValidationDecider.decide(
                held.freshness(),
                exchange.request(),
                told(exchange, response.head()),
                held.response().verdict(),
                now);
        return switch (decision) {
            case ValidationDecision.Replace _ -> {
                if (exchange.request().method().equals(Method.HEAD)) {
                    HeadAnswers.learn(parts.store(), exchange.request(), held, response, flight.start());
                }
                storing.endOutdated(exchange, held, response);
                forwarding.close();
                yield arrived.answer(exchange, flight, forwarding, response);
            }
            case ValidationDecision.ServeStaleOnError stale -> {
                response.body().cancel();
                flight.land();
                yield Future.succeededFuture(StoredAnswers.staleOnError(
                        exchange,
                        forwarding,
                        stale.reason(),
                        Optional.of(response.head().status()),
                        now));
            }
            case ValidationDecision.Freshen freshen -> {
                BodyEnds.leaveEmpty(response.body());
                yield freshened(exchange, flight, forwarding, freshen, response);
            }
            case ValidationDecision.Refetch refetch -> {
                BodyEnds.leaveEmpty(response.body());
                yield refetch(exchange, flight, forwarding, refetch.reason().token());
            }
            case ValidationDecision.Fail _ -> throw new IllegalStateException("an answer came, so nothing failed");
        };
    }

    private static ResponseHead told(Exchange exchange, ResponseHead answer) {
        boolean ofFunctions = exchange.route().functions().has(Phase.ORIGIN_RESPONSE);
        return ofFunctions && answer.status() == 304 ? StoredHeads.confirming(answer) : answer;
    }

    private Future<Answer> freshened(
            Exchange exchange,
            Flight flight,
            Forwarding forwarding,
            ValidationDecision.Freshen freshen,
            UpstreamAnswer.Response response) {
        Held held = forwarding.held().orElseThrow();
        StoredHead before = held.response().head();
        if (!StoredHeads.madeAlike(before, response.derivation())) {
            return refetch(exchange, flight, forwarding, "made-from-others");
        }
        StoredHead head = StoredHeads.freshened(before, freshen.updated(), response, flight.start());
        ValidationDecision.Keeping keeping = StoredHeads.keeping(before, freshen, response.derivation());
        Freshening freshening = switch (keeping) {
            case KEEP -> parts.store().freshen(held.response(), head);
            case LEAVE -> Freshening.LOST;
            case REMOVE -> {
                parts.store().remove(held.response());
                yield Freshening.LOST;
            }
        };
        return switch (freshening) {
            case PURGED -> refetch(exchange, flight, forwarding, "purged");
            case DONE, LOST -> {
                flight.decide(new FlightOutcome.Freshened());
                flight.land();
                yield Future.succeededFuture(StoredAnswers.revalidated(
                        exchange, forwarding, head, keeping, parts.clock().instant()));
            }
        };
    }

    /** The answer to the validation is of no use: once more, without conditions and without the candidate. */
    private Future<Answer> refetch(Exchange exchange, Flight flight, Forwarding forwarding, String detail) {
        forwarding.close();
        // Else the purge that made this necessary would keep what it brings out of the store as well.
        flight.restart();
        return lead(exchange, flight, forwarding.withoutCandidate(detail));
    }
}
