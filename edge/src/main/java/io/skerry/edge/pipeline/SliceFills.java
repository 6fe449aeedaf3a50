package io.skerry.edge.pipeline;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The beginning of a response kept in slices: its head is stored under its own key, and the slice that came with it under that
 * slice's. From then on everybody who wants it finds it, and asks for what is missing.
 *
 * <p>Owns the origin's content and the flight on every path, but where it answers {@link Begun.NotStorable}.
 */
final class SliceFills {

    private final PipelineParts parts;
    private final SliceSteps steps;

    SliceFills(PipelineParts parts, SliceSteps steps) {
        this.parts = parts;
        this.steps = steps;
    }

    /** What became of a first slice. */
    sealed interface Begun {

        /** It is being stored, and answers the request that brought it. */
        record Kept(Answer answer) implements Begun {
            public Kept {
                Objects.requireNonNull(answer);
            }
        }

        /** Nothing of the response may be stored. Content and flight are still the caller's. */
        record NotStorable(String reason) implements Begun {
            public NotStorable {
                Objects.requireNonNull(reason);
            }
        }
    }

    /**
     * What is arriving of a response.
     *
     * @param span one slice, or everything
     * @param completeBytes length of the whole
     */
    record Arriving(ByteSpan span, long completeBytes) {}

    /** A first slice with all that is known about it. */
    private record First(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response, ByteSpan span) {}

    /**
     * Begins to store a response of which one slice is arriving, or all of them. Fails only for a defect.
     *
     * @param whole the response under the head that a 200 has
     */
    Future<Begun> begin(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response whole, Arriving arriving) {
        StorageDecision decision = StorageDecider.decide(
                exchange.request(), RequestContent.ABSENT, whole.head(), exchange.policy(), whole.responseTime());
        return switch (decision) {
            case StorageDecision.DoNotStore not -> notStorable(not.reason().token());
            case StorageDecision.Store store ->
                switch (StoredHeads.of(exchange, store, whole, flight.start())) {
                    case StoredHeads.Made.NotStorable not -> notStorable(not.reason());
                    case StoredHeads.Made.Head made -> {
                        // Of an id of their own: the slices of one stored response are never taken for another's.
                        long id = ThreadLocalRandom.current().nextLong();
                        StoredHead head = SliceHeads.sliced(made.head(), arriving.completeBytes(), id);
                        First first = new First(exchange, flight, forwarding, whole, arriving.span());
                        yield store(head, exchange).map(commit -> stored(first, head, commit));
                    }
                };
        };
    }

    private static Future<Begun> notStorable(String reason) {
        return Future.succeededFuture(new Begun.NotStorable(reason));
    }

    /** Stores the head alone: the content of the whole is none under its own key. */
    private Future<Commit> store(StoredHead head, Exchange exchange) {
        return switch (parts.store().open(head.key(), OptionalLong.of(0))) {
            case SinkOpening.Refused refused -> Future.succeededFuture(new Commit.NotStored(refused.reason()));
            case SinkOpening.Open open -> Futures.from(open.sink().commit(head), exchange.context());
        };
    }

    // Purged meanwhile, or without room: those who asked before still get it, slice by slice.
    private Begun stored(First first, StoredHead head, Commit commit) {
        return switch (commit) {
            case Commit.NotStored not
            when not.reason() == RefusedReason.TOO_LARGE -> new Begun.NotStorable(token(not.reason()));
            case Commit.NotStored _, Commit.Stored _ -> fill(first, head);
        };
    }

    private Begun fill(First first, StoredHead head) {
        BodyLayout.Slices layout = (BodyLayout.Slices) head.body();
        long index = layout.indexOf(first.span().first());
        CacheKey key = CacheKeyFactory.slice(head.key(), layout.id(), index);
        return switch (parts.store()
                .open(key, OptionalLong.of(layout.slice(index).lengthBytes()))) {
            case SinkOpening.Refused refused -> new Begun.NotStorable(token(refused.reason()));
            case SinkOpening.Open open -> new Begun.Kept(filling(first, head, index, open.sink()));
        };
    }

    private Answer filling(First first, StoredHead head, long index, ResponseSink sink) {
        Exchange exchange = first.exchange();
        Flight flight = first.flight();
        BodyLayout.Slices layout = (BodyLayout.Slices) head.body();
        SlicedBody body = new SlicedBody(exchange, steps, head, layout, null);
        BodyLease lease = first.span().lengthBytes() > layout.sliceBytes()
                ? feeding(first, head, layout, body, sink)
                : fillingOne(first, head, index, sink);
        body.begin(index, new Slice.Ready(lease, lease, Slice.Source.FETCHED));
        parts.collapser().forgetUncacheable(exchange.keyed().key());
        flight.decide(new FlightOutcome.Freshened());
        flight.land();
        return StoredAnswers.slicing(exchange, first.forwarding(), head, first.response(), body);
    }

    private BodyLease feeding(
            First first, StoredHead head, BodyLayout.Slices layout, SlicedBody body, ResponseSink sink) {
        SliceFeed feed = new SliceFeed(
                first.exchange(), parts, head, layout, first.response().body());
        body.fedBy(feed);
        return feed.start(sink);
    }

    private BodyLease fillingOne(First first, StoredHead head, long index, ResponseSink sink) {
        StoredHead sliceHead = SliceHeads.of(head, index, head.stamp());
        Flight slice = parts.collapser().continuing(sliceHead.key(), head.stamp());
        BodyLease lease = sink.reader(ResponseSink.Role.LEADER);
        slice.decide(new FlightOutcome.Streaming(sliceHead, sliceHead.response(), sink));
        Fill.start(
                first.response().body(),
                sink,
                sliceHead,
                slice,
                first.exchange().context());
        return lease;
    }

    private static String token(RefusedReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
