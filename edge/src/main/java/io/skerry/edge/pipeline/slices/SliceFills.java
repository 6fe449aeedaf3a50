package io.skerry.edge.pipeline.slices;

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
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.upstream.Fill;
import io.skerry.edge.pipeline.upstream.StoredHeads;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The beginning of a response kept in slices: its head is stored under its own key, and the slice that came with it under that
 * slice's. From then on everybody who wants it finds it, and asks for what is missing.
 *
 * <p>Owns the origin's content and the flight on every path, but where it answers {@link Begun.NotStorable}.
 */
public final class SliceFills {

    private final PipelineParts parts;
    private final SliceSteps steps;

    /** Fills whose later slices {@code steps} bring. */
    public SliceFills(PipelineParts parts, SliceSteps steps) {
        this.parts = parts;
        this.steps = steps;
    }

    /** What became of a first slice. */
    public sealed interface Begun {

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
    public record Arriving(ByteSpan span, long completeBytes) {}

    /** A request with the answer that came for it. */
    private record Asked(Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {}

    /**
     * Where what is arriving goes.
     *
     * @param whole the head of the response, to be stored under its own key
     * @param index of the slice that comes first
     * @param arriving how much comes
     * @param flight of that slice
     */
    private record Place(StoredHead whole, BodyLayout.Slices layout, long index, Arriving arriving, Flight flight) {

        StoredHead slice() {
            return SliceHeads.of(whole, index, whole.stamp());
        }
    }

    /**
     * Begins to store a response of which one slice is arriving, or all of them. Fails only for a defect.
     *
     * @param whole the response under the head that a 200 has
     */
    public Future<Begun> begin(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response whole, Arriving arriving) {
        StorageDecision decision = StorageDecider.decide(
                exchange.request(), RequestContent.ABSENT, whole.head(), exchange.policy(), whole.responseTime());
        return switch (decision) {
            case StorageDecision.DoNotStore not -> notStorable(not.reason().token());
            case StorageDecision.Store store ->
                switch (StoredHeads.of(exchange, store, whole, flight.start())) {
                    case StoredHeads.Made.NotStorable not -> notStorable(not.reason());
                    case StoredHeads.Made.Head made ->
                        keep(new Asked(exchange, flight, forwarding, whole), place(made.head(), arriving));
                };
        };
    }

    private static Future<Begun> notStorable(String reason) {
        return Future.succeededFuture(new Begun.NotStorable(reason));
    }

    // The slice's flight is in the table before the head is stored: whoever finds the head finds the slice on its way.
    private Place place(StoredHead head, Arriving arriving) {
        // Of an id of their own: the slices of one stored response are never taken for another's.
        BodyLayout.Slices layout = new BodyLayout.Slices(
                arriving.completeBytes(),
                BodyLayout.SLICE_BYTES,
                ThreadLocalRandom.current().nextLong());
        long index = layout.indexOf(arriving.span().first());
        CacheKey key = CacheKeyFactory.slice(head.key(), layout.id(), index);
        Flight flight = parts.collapser().continuing(key, head.stamp());
        return new Place(head.withBody(layout), layout, index, arriving, flight);
    }

    private Future<Begun> keep(Asked asked, Place place) {
        return Futures.of(() -> storeHead(place.whole(), asked.exchange()))
                .map(commit -> kept(asked, place, commit))
                .onComplete(begun -> {
                    if (begun.failed() || begun.result() instanceof Begun.NotStorable) {
                        place.flight().land();
                    }
                    if (begun.failed()) {
                        asked.response().body().cancel();
                    }
                });
    }

    /** Stores the head alone: the content of the whole is none under its own key. */
    private Future<Commit> storeHead(StoredHead head, Exchange exchange) {
        return switch (parts.store().open(head.key(), OptionalLong.of(0))) {
            case SinkOpening.Refused refused -> Future.succeededFuture(new Commit.NotStored(refused.reason()));
            case SinkOpening.Open open -> Futures.from(committed(open.sink(), head), exchange.context());
        };
    }

    private static CompletionStage<Commit> committed(ResponseSink sink, StoredHead head) {
        try {
            return sink.commit(head);
        } catch (Throwable defect) {
            sink.abort();
            throw defect;
        }
    }

    // Purged meanwhile, or without room: those who asked before still get it, slice by slice.
    private Begun kept(Asked asked, Place place, Commit commit) {
        return switch (commit) {
            case Commit.NotStored not
            when not.reason() == RefusedReason.TOO_LARGE -> new Begun.NotStorable(token(not.reason()));
            case Commit.NotStored _, Commit.Stored _ -> fill(asked, place);
        };
    }

    private Begun fill(Asked asked, Place place) {
        long bytes = place.layout().slice(place.index()).lengthBytes();
        return switch (parts.store().open(place.flight().key(), OptionalLong.of(bytes))) {
            case SinkOpening.Refused refused -> new Begun.NotStorable(token(refused.reason()));
            case SinkOpening.Open open -> new Begun.Kept(filling(asked, place, open.sink()));
        };
    }

    private Answer filling(Asked asked, Place place, ResponseSink sink) {
        Exchange exchange = asked.exchange();
        SlicedBody body = new SlicedBody(exchange, steps, place.whole(), place.layout(), null);
        BodyLease lease = place.arriving().span().lengthBytes() > place.layout().sliceBytes()
                ? feeding(asked, place, body, sink)
                : fillingOne(asked, place, sink);
        body.begin(place.index(), new Slice.Ready(lease, lease, Slice.Source.FETCHED));
        parts.collapser().forgetUncacheable(exchange.keyed().key());
        asked.flight().decide(new FlightOutcome.Freshened());
        asked.flight().land();
        return StoredAnswers.slicing(exchange, asked.forwarding(), place.whole(), asked.response(), body);
    }

    private BodyLease feeding(Asked asked, Place place, SlicedBody body, ResponseSink sink) {
        SliceFeed feed = new SliceFeed(
                asked.exchange(),
                parts,
                place.whole(),
                place.layout(),
                asked.response().body());
        body.fedBy(feed);
        return feed.start(place.flight(), sink);
    }

    private static BodyLease fillingOne(Asked asked, Place place, ResponseSink sink) {
        StoredHead slice = place.slice();
        return Fill.start(
                        asked.response().body(),
                        sink,
                        slice,
                        place.flight(),
                        new FlightOutcome.Streaming(slice, slice.response(), sink),
                        asked.exchange().context())
                .lease();
    }

    private static String token(RefusedReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
