package io.skerry.edge.pipeline.answer;

import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.validation.ValidationDecider;
import io.skerry.cache.validation.ValidationDecision;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.pipeline.body.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** The answers out of the store, and out of what is on its way into it: content, age, Cache-Status, in one place. */
public final class StoredAnswers {

    private StoredAnswers() {}

    /** A fresh stored response. */
    public static Answer fresh(Exchange exchange, Held held, ReuseDecision.ServeFresh decision) {
        CacheOutcome outcome = switch (held.response().tier()) {
            case HOT -> CacheOutcome.HIT_HOT;
            case DISK -> CacheOutcome.HIT_DISK;
        };
        exchange.took(outcome, decision.reason().token());
        exchange.hit(held.prepared());
        return stored(
                held,
                held.response().head(),
                decision.ageSeconds(),
                exchange.saidOfHit(decision.ttlSeconds()),
                Duration.ofSeconds(decision.ttlSeconds()));
    }

    /** A stale stored response that may be served. */
    public static Answer stale(Exchange exchange, Held held, ReuseDecision.ServeStale decision) {
        exchange.took(CacheOutcome.STALE, decision.reason().token());
        String status = exchange.said(status(decision));
        return stored(held, held.response().head(), decision.ageSeconds(), status, Duration.ZERO);
    }

    /** What is said of a stale stored response. */
    public static CacheStatus.Hit status(ReuseDecision.ServeStale decision) {
        return new CacheStatus.Hit(
                decision.ttlSeconds(), Optional.of(decision.reason().token()), Optional.empty());
    }

    /** A stored response that the origin has just confirmed, under its updated head. */
    public static Answer revalidated(
            Exchange exchange,
            Forwarding forwarding,
            StoredHead head,
            ValidationDecision.Keeping keeping,
            Instant now) {
        exchange.took(CacheOutcome.REVALIDATED, forwarding.detail());
        StoredFreshness freshness = StoredFreshness.of(head, exchange.policy());
        CacheStatus.Forwarded status = forwarding.status().withStatus(304).withTtl(freshness.ttlSeconds(now));
        Held held = forwarding.held().orElseThrow();
        return switch (keeping) {
            case KEEP ->
                stored(
                        held,
                        head,
                        freshness.ageSeconds(now),
                        exchange.said(status.withStorage(CacheStatus.Storage.STORED)),
                        Duration.ofSeconds(freshness.ttlSeconds(now)));
            // Good for this client, and stored no longer, or not with what the 304 brought.
            case REMOVE, LEAVE ->
                stored(held, head, freshness.ageSeconds(now), exchange.said(status), Duration.ZERO)
                        .with(Provenance.NotStored.INSTANCE);
        };
    }

    /** The stored response in place of an origin that gave no answer; empty where there is none, or it may not be served. */
    public static Optional<Answer> onFailure(Exchange exchange, Forwarding forwarding, InstantSource clock) {
        if (forwarding.held().isEmpty()) {
            return Optional.empty();
        }
        Held held = forwarding.held().get();
        Instant now = clock.instant();
        // Judged at this moment: a purge may have come while the origin was waited for.
        return switch (ValidationDecider.decideFailure(
                held.freshness(), held.response().verdict(), now)) {
            case ValidationDecision.ServeStaleOnError stale ->
                Optional.of(staleOnError(exchange, forwarding, stale.reason(), Optional.empty(), now));
            case ValidationDecision.Fail _,
                    ValidationDecision.Freshen _,
                    ValidationDecision.Refetch _,
                    ValidationDecision.Replace _ -> Optional.empty();
        };
    }

    /** A stale stored response in place of the origin's error, or of its silence. */
    public static Answer staleOnError(
            Exchange exchange, Forwarding forwarding, StaleReason reason, Optional<Integer> originStatus, Instant now) {
        Held held = forwarding.held().orElseThrow();
        exchange.took(CacheOutcome.STALE, reason.token());
        CacheStatus.Forwarded status = CacheStatus.Forwarded.because(forwarding.reason())
                .withTtl(held.freshness().ttlSeconds(now))
                .withDetail(reason.token());
        return stored(
                held,
                held.response().head(),
                held.freshness().ageSeconds(now),
                exchange.said(originStatus.map(status::withStatus).orElse(status)),
                Duration.ZERO);
    }

    /** The response that this request brings into the store, as it arrives. */
    public static Answer filling(
            Exchange exchange,
            Forwarding forwarding,
            StoredFreshness freshness,
            UpstreamAnswer.Response response,
            BodyLease lease) {
        String status = exchange.said(forwarding
                .status()
                .withStatus(originStatus(exchange, response))
                .withTtl(freshness.ttlSeconds(response.responseTime()))
                .withStorage(CacheStatus.Storage.STORED));
        return arriving(
                response.head(),
                arriving(lease, response.body().declaredBytes()),
                OptionalLong.empty(),
                status,
                provenance(freshness.head(), freshness, response.responseTime()));
    }

    /** The response that another request brings into the store, as it arrives. */
    public static Answer followed(
            Exchange exchange, FlightOutcome.Streaming streaming, BodyLease lease, Forwarding forwarding, Instant now) {
        exchange.took(CacheOutcome.COLLAPSED, forwarding.detail());
        StoredFreshness freshness = StoredFreshness.of(streaming.head(), exchange.policy());
        String status = exchange.said(forwarding
                .status()
                .withStatus(streaming.client().status())
                .withTtl(freshness.ttlSeconds(now))
                .withCollapse(CacheStatus.Collapse.COLLAPSED));
        return arriving(
                streaming.client(),
                arriving(lease, lease.lengthBytes()),
                OptionalLong.of(freshness.ageSeconds(now)),
                status,
                provenance(streaming.head(), freshness, now));
    }

    /** The response of which this request brings a slice into the store, as it arrives. */
    public static Answer slicing(
            Exchange exchange,
            Forwarding forwarding,
            StoredHead head,
            UpstreamAnswer.Response response,
            BodyLease body) {
        exchange.took(CacheOutcome.MISS, forwarding.detail());
        StoredFreshness freshness = StoredFreshness.of(head, exchange.policy());
        String status = exchange.said(forwarding
                .status()
                .withStatus(originStatus(exchange, response))
                .withTtl(freshness.ttlSeconds(response.responseTime()))
                .withStorage(CacheStatus.Storage.STORED));
        return arriving(
                response.head(),
                new Content.Leased(body, 0, head.body().lengthBytes(), body),
                OptionalLong.empty(),
                status,
                provenance(head, freshness, response.responseTime()));
    }

    /** What the origin said (RFC 9211 2.3): 206 or 304 where a whole response was made of its answer. A function, where none was asked. */
    public static int originStatus(Exchange exchange, UpstreamAnswer.Response response) {
        return exchange.origin()
                .flatMap(OriginPart::status)
                .orElse(response.head().status());
    }

    private static Provenance provenance(StoredHead head, StoredFreshness freshness, Instant now) {
        return new Provenance.Stored(head, Duration.ofSeconds(freshness.ttlSeconds(now)));
    }

    private static Answer arriving(
            ResponseHead head, Content.Leased content, OptionalLong ageSeconds, String status, Provenance provenance) {
        return new Answer(head, content, Answer.Serving.REPRESENTATION, ageSeconds, status, provenance);
    }

    private static Content.Leased arriving(BodyLease lease, OptionalLong length) {
        return new Content.Leased(lease, 0, length.orElse(Long.MAX_VALUE), lease);
    }

    private static Answer stored(Held held, StoredHead head, long ageSeconds, String status, Duration freshness) {
        StoredResponse response = held.response();
        Content content = Content.Leased.whole(response.body(), response);
        held.handOn();
        return new Answer(
                head.response(),
                content,
                Answer.Serving.REPRESENTATION,
                OptionalLong.of(ageSeconds),
                status,
                new Provenance.Stored(head, freshness));
    }
}
