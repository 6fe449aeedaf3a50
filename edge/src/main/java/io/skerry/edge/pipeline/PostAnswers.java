package io.skerry.edge.pipeline;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Method;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.reuse.PassReason;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.upstream.Fill;
import io.skerry.edge.pipeline.upstream.StoredHeads;
import java.util.Optional;

/**
 * Answers to POST that say what a GET would get, stored for later GETs (RFC 9110 9.3.3).
 *
 * <p>In two steps, with the invalidation of what was stored before (RFC 9111 4.4) between them: the answer to be stored is newer than
 * that invalidation, and older than every purge made since the POST began.
 */
final class PostAnswers {

    private final PipelineParts parts;

    PostAnswers(PipelineParts parts) {
        this.parts = parts;
    }

    /**
     * The head to store; empty where the rules or a purge since {@code start} forbid it.
     *
     * @param start where the journal stood before the POST was sent
     */
    Optional<StoredHead> head(Exchange exchange, UpstreamAnswer.Response response, JournalStamp start) {
        if (!exchange.request().method().equals(Method.POST)
                || !response.head().headers().contains("Content-Location")) {
            return Optional.empty();
        }
        return switch (exchange.route().caching()) {
            case Caching.Off _ -> Optional.empty();
            case Caching.By by -> decided(exchange, by, response, start);
        };
    }

    private Optional<StoredHead> decided(
            Exchange exchange, Caching.By by, UpstreamAnswer.Response response, JournalStamp start) {
        exchange.key(by);
        StorageDecision decision = StorageDecider.decide(
                exchange.request(),
                RequestContent.PRESENT,
                response.head(),
                exchange.policy(),
                response.responseTime());
        return switch (decision) {
            case StorageDecision.DoNotStore _ -> Optional.empty();
            case StorageDecision.Store store ->
                switch (StoredHeads.of(exchange, store, response, start)) {
                    case StoredHeads.Made.NotStorable _ -> Optional.empty();
                    // Whatever matches now, another unsafe request included, may be newer than this answer.
                    case StoredHeads.Made.Head made ->
                        parts.purges().judge(made.head(), new PurgeCursor(start.seq())) instanceof PurgeVerdict.Not
                                ? Optional.of(made.head())
                                : Optional.empty();
                };
        };
    }

    /** The answer, as it goes into the store; empty where there is no room, or an operator's purge has come meanwhile. */
    Optional<Answer> filling(Exchange exchange, StoredHead head, UpstreamAnswer.Response response) {
        JournalStamp now = parts.purges().stamp();
        if (parts.purges().purgedSince(head, head.stamp().seq())) {
            return Optional.empty();
        }
        return switch (parts.store().open(head.key(), response.body().declaredBytes())) {
            case SinkOpening.Refused _ -> Optional.empty();
            case SinkOpening.Open open -> Optional.of(filling(exchange, head.withStamp(now), response, open.sink()));
        };
    }

    private Answer filling(Exchange exchange, StoredHead head, UpstreamAnswer.Response response, ResponseSink sink) {
        Flight nobodyFollows = parts.collapser().solo(head.key());
        BodyLease lease = Fill.start(
                        response.body(),
                        sink,
                        head,
                        nobodyFollows,
                        new FlightOutcome.Streaming(head, head.response(), sink),
                        exchange.context())
                .lease();
        Forwarding forwarding = new Forwarding(
                PassReason.METHOD.forward(), PassReason.METHOD.token(), Validators.NONE, new RangeAsk.Whole(), null);
        return StoredAnswers.filling(
                exchange, forwarding, StoredFreshness.of(head, exchange.policy()), response, lease);
    }
}
