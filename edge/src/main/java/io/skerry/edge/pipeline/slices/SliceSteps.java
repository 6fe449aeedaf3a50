package io.skerry.edge.pipeline.slices;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.collapse.Join;
import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.parts.PartDecider;
import io.skerry.cache.parts.PartDecision;
import io.skerry.cache.parts.PartFault;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.OriginLease;
import io.skerry.edge.pipeline.upstream.Fill;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import io.skerry.edge.pipeline.upstream.Upstream;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One slice of a response that is kept in slices: looked up, read along with another request's fetch, or asked for with the
 * response's strong tag in {@code If-Range}, so that no byte of another version is ever taken for one of this (RFC 9110 13.1.5).
 */
public final class SliceSteps {

    /** How often a request waits for another's fetch of a slice before it asks for itself. */
    private static final int MAX_JOINS = 3;

    private final PipelineParts parts;
    private final Upstream upstream;

    /** Steps that ask for what is missing through {@code upstream}. */
    public SliceSteps(PipelineParts parts, Upstream upstream) {
        this.parts = parts;
        this.upstream = upstream;
    }

    /** What becomes of a slice that the origin sends. */
    private enum Keeping {
        STORE,
        PASS
    }

    /**
     * Which slice is wanted, and for whom.
     *
     * @param joins how often its fetch has been waited for in vain
     * @param endedAtLookup how many flights had ended when it was looked for last
     */
    private record Wanted(
            Exchange exchange,
            StoredHead whole,
            BodyLayout.Slices layout,
            long index,
            int joins,
            long endedAtLookup,
            Keeping keeping) {

        CacheKey key() {
            return CacheKeyFactory.slice(whole.key(), layout.id(), index);
        }

        ByteSpan span() {
            return layout.slice(index);
        }

        Wanted again() {
            return new Wanted(exchange, whole, layout, index, joins + 1, endedAtLookup, keeping);
        }

        Wanted lookedFor(long flightsEnded) {
            return new Wanted(exchange, whole, layout, index, joins, flightsEnded, keeping);
        }

        Wanted passed() {
            return new Wanted(exchange, whole, layout, index, joins, endedAtLookup, Keeping.PASS);
        }
    }

    /**
     * A slice, from wherever it is to be had.
     *
     * @param whole the head of the response, kept in slices
     * @param index counted from 0
     */
    Future<Slice> slice(Exchange exchange, StoredHead whole, long index) {
        return lookup(wanted(exchange, whole, index));
    }

    /** A slice that broke off where it came from, anew from the origin and by this request itself. */
    Future<Slice> fetch(Exchange exchange, StoredHead whole, long index) {
        Wanted wanted = wanted(exchange, whole, index);
        return lead(wanted, parts.collapser().solo(wanted.key()));
    }

    /** The same, past a store that does not give back what it took. */
    Future<Slice> pass(Exchange exchange, StoredHead whole, long index) {
        Wanted wanted = wanted(exchange, whole, index).passed();
        return lead(wanted, parts.collapser().solo(wanted.key()));
    }

    private static Wanted wanted(Exchange exchange, StoredHead whole, long index) {
        if (!(whole.body() instanceof BodyLayout.Slices layout)) {
            throw new IllegalArgumentException("not kept in slices: " + whole.key());
        }
        return new Wanted(exchange, whole, layout, index, 0, 0, Keeping.STORE);
    }

    private Future<Slice> lookup(Wanted wanted) {
        Wanted lookedFor = wanted.lookedFor(parts.collapser().ended());
        return found(lookedFor, parts.store().lookup(wanted.key(), wanted.exchange()));
    }

    private Future<Slice> found(Wanted wanted, Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found found -> {
                StoredResponse slice = found.response();
                yield Future.succeededFuture(new Slice.Ready(slice.body(), slice, Slice.Source.STORED));
            }
            case Lookup.None _, Lookup.OtherVariants _ -> join(wanted);
            case Lookup.Later later ->
                Futures.from(later, wanted.exchange().context()).compose(found -> found(wanted, found));
        };
    }

    private Future<Slice> join(Wanted wanted) {
        // RFC 9111 5.2.1.7
        if (CacheControl.of(wanted.exchange().request().headers()).has(Directive.ONLY_IF_CACHED)) {
            return Future.succeededFuture(new Slice.Forbidden());
        }
        boolean mayWaitForItself =
                parts.mark().passed(wanted.exchange().request().headers());
        if (mayWaitForItself || wanted.joins() >= MAX_JOINS) {
            return lead(wanted, parts.collapser().solo(wanted.key()));
        }
        return switch (parts.collapser().joinOrLead(wanted.key(), wanted.exchange())) {
            case Join.Lead lead -> leadUnlessBrought(wanted, lead.flight());
            case Join.Alone _ -> lead(wanted, parts.collapser().solo(wanted.key()));
            case Join.Follow follow ->
                Futures.from(follow.flight().outcome(), wanted.exchange().context())
                        .compose(outcome -> followed(wanted, follow.flight(), outcome));
        };
    }

    private Future<Slice> followed(Wanted wanted, Flight flight, FlightOutcome outcome) {
        return switch (outcome) {
            case FlightOutcome.Streaming streaming
            when flight.serves(streaming, wanted.exchange(), parts.purges()) -> {
                Optional<BodyLease> lease = streaming.sink().follow();
                yield lease.isPresent()
                        ? Future.succeededFuture(new Slice.Ready(lease.get(), lease.get(), Slice.Source.COLLAPSED))
                        : Futures.from(flight.landed(), wanted.exchange().context())
                                .compose(_ -> lookup(wanted.again()));
            }
            case FlightOutcome.Streaming _, FlightOutcome.Freshened _ -> lookup(wanted.again());
            case FlightOutcome.Uncacheable _ -> Future.succeededFuture(new Slice.Outdated());
            case FlightOutcome.Failed _ ->
                wanted.joins() == 0
                        ? lookup(wanted.again())
                        : Future.succeededFuture(new Slice.Failed(Optional.empty()));
        };
    }

    // A fill may end between the lookup that did not find it and the join that found no flight any more.
    private Future<Slice> leadUnlessBrought(Wanted wanted, Flight flight) {
        return parts.collapser().ended() == wanted.endedAtLookup()
                ? lead(wanted, flight)
                : Futures.of(() ->
                                leadUnlessFound(wanted, flight, parts.store().lookup(wanted.key(), wanted.exchange())))
                        .onFailure(_ -> flight.land());
    }

    private Future<Slice> leadUnlessFound(Wanted wanted, Flight flight, Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found found -> {
                flight.decide(new FlightOutcome.Freshened());
                flight.land();
                yield found(wanted, found);
            }
            case Lookup.None _, Lookup.OtherVariants _ -> lead(wanted, flight);
            case Lookup.Later later ->
                Futures.from(later, wanted.exchange().context())
                        .compose(found -> leadUnlessFound(wanted, flight, found));
        };
    }

    private Future<Slice> lead(Wanted wanted, Flight flight) {
        return Futures.of(() -> ask(wanted))
                .compose(answer -> answer.orGivenUp(() -> Future.succeededFuture(answered(wanted, flight, answer))))
                .onFailure(_ -> flight.land());
    }

    private Future<UpstreamAnswer> ask(Wanted wanted) {
        Exchange exchange = wanted.exchange();
        exchange.leads();
        RequestHead request = OriginRequests.partOf(exchange, wanted.whole(), new RangeAsk.Slice(wanted.span()));
        return upstream.ask(exchange, request, new RequestBody.None());
    }

    private Slice answered(Wanted wanted, Flight flight, UpstreamAnswer answer) {
        return switch (answer) {
            case UpstreamAnswer.Refused _ -> {
                flight.land();
                yield new Slice.Failed(Optional.empty());
            }
            case UpstreamAnswer.OriginFailed failed -> {
                flight.land();
                yield new Slice.Failed(Optional.of(failed.failure()));
            }
            case UpstreamAnswer.Response response -> answered(wanted, flight, response);
        };
    }

    private Slice answered(Wanted wanted, Flight flight, UpstreamAnswer.Response response) {
        PartDecision decision = PartDecider.combine(
                wanted.whole(), wanted.span(), response.head(), response.body().declaredBytes());
        return switch (decision) {
            case PartDecision.Part part ->
                storable(wanted, response, part) ? arriving(wanted, flight, response) : outdated(flight, response);
            case PartDecision.Complete _ -> outdated(flight, response);
            case PartDecision.Unusable unusable
            when unusable.fault() == PartFault.ORIGIN_FAILED -> {
                response.body().cancel();
                flight.land();
                yield new Slice.Failed(Optional.empty());
            }
            case PartDecision.Unusable _ -> outdated(flight, response);
        };
    }

    // What the origin says of its parts now counts for the whole: where they may no
    // longer be stored, it is fetched anew.
    private static boolean storable(Wanted wanted, UpstreamAnswer.Response response, PartDecision.Part part) {
        Exchange exchange = wanted.exchange();
        RequestHead anybodys = new RequestHead(Method.GET, exchange.request().target(), Headers.empty());
        return StorageDecider.decide(
                        anybodys, RequestContent.ABSENT, part.whole(), exchange.policy(), response.responseTime())
                instanceof StorageDecision.Store;
    }

    private static Slice outdated(Flight flight, UpstreamAnswer.Response response) {
        response.body().cancel();
        flight.decide(new FlightOutcome.Uncacheable());
        flight.land();
        return new Slice.Outdated();
    }

    private Slice arriving(Wanted wanted, Flight flight, UpstreamAnswer.Response response) {
        return switch (wanted.keeping()) {
            case STORE -> filling(wanted, flight, response);
            case PASS -> passing(wanted, flight, response);
        };
    }

    private static Slice passing(Wanted wanted, Flight flight, UpstreamAnswer.Response response) {
        flight.land();
        BodyLease lease = new OriginLease(response.body(), 0, wanted.span().lengthBytes());
        return new Slice.Ready(lease, lease, Slice.Source.PASSED);
    }

    private Slice filling(Wanted wanted, Flight flight, UpstreamAnswer.Response response) {
        ByteSpan span = wanted.span();
        return switch (parts.store().open(wanted.key(), OptionalLong.of(span.lengthBytes()))) {
            case SinkOpening.Refused _ -> passing(wanted, flight, response);
            case SinkOpening.Open open -> {
                StoredHead head = SliceHeads.of(wanted.whole(), wanted.index(), flight.start());
                FlightOutcome decision = new FlightOutcome.Streaming(head, head.response(), open.sink());
                BodyLease lease = Fill.start(
                                response.body(),
                                open.sink(),
                                head,
                                flight,
                                decision,
                                wanted.exchange().context())
                        .lease();
                yield new Slice.Ready(lease, lease, Slice.Source.FETCHED);
            }
        };
    }

    /** Takes a response kept in slices out of the store, if it is still the one stored: the origin has another version now. */
    Future<Void> drop(Exchange exchange, StoredHead whole) {
        return dropped(exchange, whole, parts.store().lookup(whole.key(), exchange));
    }

    private Future<Void> dropped(Exchange exchange, StoredHead whole, Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found found -> {
                try (StoredResponse stored = found.response()) {
                    if (stored.head().body().equals(whole.body())) {
                        parts.store().remove(stored);
                    }
                }
                yield Future.succeededFuture();
            }
            case Lookup.None _, Lookup.OtherVariants _ -> Future.succeededFuture();
            case Lookup.Later later ->
                Futures.from(later, exchange.context()).compose(found -> dropped(exchange, whole, found));
        };
    }
}
