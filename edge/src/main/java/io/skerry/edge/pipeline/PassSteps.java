package io.skerry.edge.pipeline;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.InvalidationDecider;
import io.skerry.cache.invalidation.InvalidationDecision;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.reuse.PassReason;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.status.ForwardReason;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.generation.CanonicalUris;
import io.skerry.edge.generation.RouteAction;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import io.skerry.edge.pipeline.upstream.Upstream;
import io.skerry.origin.OriginRequest;
import io.skerry.origin.OriginUpgrade;
import io.skerry.origin.UpgradeAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Requests that the cache takes no part in: they are streamed to the origin and back, and what unsafe ones change is invalidated
 * (RFC 9111 4.4).
 */
final class PassSteps {

    private static final String SWITCHED =
            CacheStatus.Forwarded.because(ForwardReason.BYPASS).withStatus(101).value();

    private final Upstream upstream;
    private final PurgeLog purges;
    private final InstantSource clock;
    private final PostAnswers posts;

    PassSteps(Upstream upstream, PipelineParts parts) {
        this.upstream = upstream;
        this.purges = parts.purges();
        this.clock = parts.clock();
        this.posts = new PostAnswers(parts);
    }

    /** Forwards a request that the cache is not to answer, for a reason of its own. */
    Future<Answer> forward(Exchange exchange, PassReason reason) {
        return forward(exchange, reason.forward(), reason.token());
    }

    /** Forwards a request on a route that does not cache. */
    Future<Answer> bypass(Exchange exchange) {
        return forward(exchange, ForwardReason.BYPASS, ForwardReason.BYPASS.token());
    }

    /** As the client made it, content and conditions included. */
    private Future<Answer> forward(Exchange exchange, ForwardReason reason, String detail) {
        exchange.took(CacheOutcome.PASS, detail);
        JournalStamp start = purges.stamp();
        return upstream.ask(exchange, OriginRequests.passedOn(exchange), exchange.body())
                .compose(answer -> passedOn(exchange, answer, Forwarding.status(reason, detail), start));
    }

    /** Asks the origin to switch protocols; what else it answers is passed on (RFC 9110 7.8). */
    Future<Answer> upgrade(Exchange exchange, RouteAction.Forward forward) {
        exchange.took(CacheOutcome.PASS, ForwardReason.BYPASS.token());
        OriginRequest request = upstream.toOrigin(exchange, forward, exchange.request());
        Instant asked = clock.instant();
        OriginUpgrade asking = forward.client().upgrade(request, "websocket");
        exchange.onGivenUp(asking::cancel);
        return asking.answer().compose(answer -> upgraded(exchange, forward, answer, asked));
    }

    private Future<Answer> upgraded(
            Exchange exchange, RouteAction.Forward forward, UpgradeAnswer answer, Instant asked) {
        return switch (answer) {
            case UpgradeAnswer.Switched switched ->
                Futures.of(() -> Future.succeededFuture(switched(exchange, forward, switched, asked)))
                        .onFailure(_ -> switched.socket().close());
            case UpgradeAnswer.Declined declined -> declined(exchange, forward, declined);
        };
    }

    private Answer switched(
            Exchange exchange, RouteAction.Forward forward, UpgradeAnswer.Switched switched, Instant asked) {
        upstream.switched(
                exchange,
                new OriginPart(
                        forward.name(),
                        switched.target().authority(),
                        Optional.of(101),
                        Duration.between(asked, clock.instant())));
        Headers headers = switched.headers().toBuilder()
                .set("Connection", "Upgrade")
                .set("Upgrade", "websocket")
                .set(CacheStatus.FIELD, SWITCHED)
                .build();
        return Answer.asIs(
                new ResponseHead(200, Headers.empty()), new Content.Switched(headers, switched.socket()), SWITCHED);
    }

    private Future<Answer> declined(Exchange exchange, RouteAction.Forward forward, UpgradeAnswer.Declined declined) {
        return upstream.received(exchange, forward, declined.answer())
                .compose(received -> passedOn(
                        exchange, received, CacheStatus.Forwarded.because(ForwardReason.BYPASS), purges.stamp()));
    }

    /** @param start where the purge journal stood before the request was sent */
    private Future<Answer> passedOn(
            Exchange exchange, UpstreamAnswer answer, CacheStatus.Forwarded forwarded, JournalStamp start) {
        return answer.orGivenUp(() -> Future.succeededFuture(made(exchange, answer, forwarded, start)));
    }

    private Answer made(Exchange exchange, UpstreamAnswer answer, CacheStatus.Forwarded forwarded, JournalStamp start) {
        return switch (answer) {
            case UpstreamAnswer.OriginFailed failed ->
                ErrorAnswers.of(
                        failed.failure(), exchange.body(), exchange.client().requestId(), forwarded);
            case UpstreamAnswer.Refused refused -> {
                // The origin may have changed what it was asked to, whatever a function made of its answer.
                exchange.origin()
                        .flatMap(OriginPart::status)
                        .ifPresent(status -> invalidate(exchange, new ResponseHead(status, Headers.empty())));
                exchange.refused(refused.refusal());
                yield ErrorAnswers.of(refused.refusal(), exchange.client().requestId())
                        .saying(forwarded.withDetail(refused.refusal().token()).value());
            }
            case UpstreamAnswer.Response response -> {
                Optional<StoredHead> toStore = posts.head(exchange, response, start);
                invalidate(exchange, response.head());
                yield toStore.flatMap(head -> posts.filling(exchange, head, response))
                        .orElseGet(() -> Answer.asIs(
                                response.head(),
                                new Content.Streamed(response.body()),
                                forwarded.withStatus(response.head().status()).value()));
            }
        };
    }

    private void invalidate(Exchange exchange, ResponseHead answer) {
        InvalidationDecision decision = InvalidationDecider.decide(
                exchange.request(), answer, uri -> CanonicalUris.of(exchange.generation(), uri));
        switch (decision) {
            case InvalidationDecision.Keep _ -> {}
            case InvalidationDecision.Invalidate invalidate -> {
                String site = exchange.route().site().name();
                invalidate.uris().forEach(uri -> purges.invalidate(uri, site));
                TargetUri own = invalidate.uris().getFirst();
                invalidate.groups().forEach(group -> purges.invalidateGroup(own, group, site));
            }
        }
    }
}
