package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StatusRule;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Provenance;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.upstream.Fill;
import io.skerry.edge.pipeline.upstream.StoredHeads;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A whole response that a leader got from the origin: into the store while it streams, coded where that is worth it, or past it. Owns
 * the flight and the response's content from the call on.
 */
final class StoringSteps {

    private final PipelineParts parts;
    private final UnstoredResponses unstored;
    private final Compressing compressing;

    StoringSteps(PipelineParts parts, UnstoredResponses unstored) {
        this.parts = parts;
        this.unstored = unstored;
        this.compressing = new Compressing(parts.codings());
    }

    /** The answer, stored while it streams where the rules and the store allow. Decides and lands the flight. */
    Answer answer(Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {
        return switch (storage(exchange, response)) {
            case StorageDecision.DoNotStore not ->
                unstored(
                        exchange,
                        flight,
                        forwarding,
                        headed(exchange, response),
                        not.reason().token());
            // Only what is stored is coded: it is worth the work, and nobody's secrets are in it (RFC 9110 17.6).
            case StorageDecision.Store _ -> stored(exchange, flight, forwarding, compressing.fit(exchange, response));
        };
    }

    /**
     * A full answer that may not be stored ends what it was to validate: that is known to be no more (RFC 9111 4.3.3), and would come
     * back in its stale windows. Not so where the answer may be meant for this user alone.
     *
     * @param held stays open
     */
    void endOutdated(Exchange exchange, Held held, UpstreamAnswer.Response response) {
        boolean forEverybody =
                !exchange.asksForItself() && !exchange.request().headers().contains("Cookie");
        if (forEverybody
                && StatusRule.describesResource(response.head().status())
                && storage(exchange, response) instanceof StorageDecision.DoNotStore) {
            parts.store().remove(held.response());
        }
    }

    private static StorageDecision storage(Exchange exchange, UpstreamAnswer.Response response) {
        return storage(exchange, exchange.request(), response);
    }

    private static StorageDecision storage(Exchange exchange, RequestHead asked, UpstreamAnswer.Response response) {
        return StorageDecider.decide(
                asked,
                RequestContent.ABSENT,
                new StorageDecider.Received(response.head(), response.responseTime(), response.originValidators()),
                exchange.policy());
    }

    /** The answer to a HEAD says what a GET would get, which may be coded; others stay as they are. */
    private static UpstreamAnswer.Response headed(Exchange exchange, UpstreamAnswer.Response response) {
        RequestHead request = exchange.request();
        if (!request.method().equals(Method.HEAD)) {
            return response;
        }
        RequestHead get = new RequestHead(Method.GET, request.target(), request.headers());
        return switch (storage(exchange, get, response)) {
            case StorageDecision.DoNotStore _ -> response;
            case StorageDecision.Store _ ->
                response.with(Compressing.headOfGet(exchange, response.head()), response.body());
        };
    }

    private Answer stored(Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {
        return switch (storage(exchange, response)) {
            case StorageDecision.DoNotStore not ->
                unstored(exchange, flight, forwarding, response, not.reason().token());
            case StorageDecision.Store store ->
                switch (StoredHeads.of(exchange, store, response, flight.start())) {
                    case StoredHeads.Made.NotStorable not ->
                        unstored(exchange, flight, forwarding, response, not.reason());
                    case StoredHeads.Made.Head made -> opened(exchange, flight, forwarding, response, made.head());
                };
        };
    }

    private Answer opened(
            Exchange exchange,
            Flight flight,
            Forwarding forwarding,
            UpstreamAnswer.Response response,
            StoredHead head) {
        StoredFreshness freshness = StoredFreshness.of(head, exchange.policy());
        return switch (parts.store()
                .open(exchange.keyed().key(), response.body().declaredBytes())) {
            case SinkOpening.Refused refused ->
                unstored(exchange, flight, forwarding, response, token(refused.reason()));
            case SinkOpening.Open open ->
                filling(exchange, flight, forwarding, response, new Sealed(head, freshness, open.sink()));
        };
    }

    private record Sealed(StoredHead head, StoredFreshness freshness, ResponseSink sink) {

        /** For those who follow; what is stored to be asked about, those who wait have to ask about as well. */
        FlightOutcome decision() {
            return freshness.forAnybody()
                    ? new FlightOutcome.Streaming(head, head.response(), sink)
                    : new FlightOutcome.Uncacheable();
        }
    }

    private Answer filling(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response, Sealed sealed) {
        unstored.forget(exchange.keyed().key());
        if (sealed.freshness().forAnybody()) {
            parts.collapser().forgetUncacheable(exchange.keyed().key());
        }
        Fill.Started filling = Fill.start(
                response.body(), sealed.sink(), sealed.head(), flight, sealed.decision(), exchange.context());
        filling.commit().onSuccess(commit -> committed(exchange.keyed().key(), response, commit));
        try {
            return filling(exchange, forwarding, response, sealed.freshness(), filling);
        } catch (Throwable defect) {
            filling.lease().close();
            throw defect;
        }
    }

    private static Answer filling(
            Exchange exchange,
            Forwarding forwarding,
            UpstreamAnswer.Response response,
            StoredFreshness freshness,
            Fill.Started filling) {
        Optional<RefusedReason> refusal = filling.refusal();
        exchange.took(CacheOutcome.MISS, refusal.map(StoringSteps::token).orElseGet(forwarding::detail));
        // The client that fills the cache keeps its cookies; those that follow never see them.
        Answer answer = StoredAnswers.filling(exchange, forwarding, freshness, response, filling.lease());
        return refusal.isEmpty()
                ? answer
                : answer.saying(notStored(exchange, forwarding, response, token(refusal.get())));
    }

    private void committed(CacheKey key, UpstreamAnswer.Response response, Commit commit) {
        if (commit instanceof Commit.NotStored not) {
            remember(key, response, token(not.reason()));
        }
    }

    private void remember(CacheKey key, UpstreamAnswer.Response response, String reason) {
        unstored.remember(
                key, new UnstoredResponses.Unstored(response.head().status(), reason, response.responseTime()));
    }

    private static String notStored(
            Exchange exchange, Forwarding forwarding, UpstreamAnswer.Response response, String reason) {
        return exchange.said(CacheStatus.Forwarded.because(forwarding.reason())
                .withStatus(StoredAnswers.originStatus(exchange, response))
                .withDetail(reason));
    }

    private Answer unstored(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response, String reason) {
        if (!exchange.asksForItself()) {
            flight.decide(new FlightOutcome.Uncacheable());
        }
        flight.land();
        exchange.took(CacheOutcome.MISS, reason);
        remember(exchange.keyed().key(), response, reason);
        return new Answer(
                response.head(),
                new Content.Streamed(response.body()),
                Answer.Serving.REPRESENTATION,
                OptionalLong.empty(),
                notStored(exchange, forwarding, response, reason),
                Provenance.NotStored.INSTANCE);
    }

    private static String token(RefusedReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
