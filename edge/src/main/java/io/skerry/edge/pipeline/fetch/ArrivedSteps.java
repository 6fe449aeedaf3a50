package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.parts.PartDecision;
import io.skerry.cache.parts.RangeAnswer;
import io.skerry.cache.parts.RangeAnswerDecider;
import io.skerry.cache.parts.RangeAskDecider.Sharing;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Provenance;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.body.OriginLease;
import io.skerry.edge.pipeline.slices.SliceFills;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import io.vertx.core.Future;
import java.util.OptionalLong;

/**
 * Step 11, where the origin's answer brings a content: stored while it arrives, whole or from its first slice on, passed on, or asked for
 * anew in another way.
 *
 * <p>Owns the flight, which it decides and lands, on every path.
 */
final class ArrivedSteps {

    private final PipelineParts parts;
    private final UnstoredResponses unstored;
    private final SliceFills slices;
    private final StoringSteps storing;
    private final Anew anew;

    /** Asks the origin once more, without conditions; takes over the flight. */
    interface Anew {
        Future<Answer> ask(Exchange exchange, Flight flight, Forwarding forwarding, String detail);
    }

    ArrivedSteps(PipelineParts parts, UnstoredResponses unstored, SliceFills slices, StoringSteps storing, Anew anew) {
        this.parts = parts;
        this.unstored = unstored;
        this.slices = slices;
        this.storing = storing;
        this.anew = anew;
    }

    /** What this client gets of a response whose content is new here. */
    Future<Answer> answer(Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {
        RangeAnswer answer = RangeAnswerDecider.decide(
                forwarding.ask(),
                exchange.request(),
                response.head(),
                response.body().declaredBytes());
        return switch (answer) {
            case RangeAnswer.Whole whole ->
                Future.succeededFuture(selectable(
                        storing.answer(exchange, flight, forwarding, response.withHead(whole.head())), response));
            case RangeAnswer.ForClient _ -> Future.succeededFuture(forClient(exchange, flight, forwarding, response));
            case RangeAnswer.Sliceable whole -> inSlices(exchange, flight, forwarding, response, whole);
            case RangeAnswer.First first -> firstSlice(exchange, flight, forwarding, response, first.part());
            case RangeAnswer.AskWhole ask -> {
                response.body().cancel();
                exchange.attempts().share(Sharing.UNSLICED);
                yield anew.ask(exchange, flight, forwarding, ask.detail());
            }
        };
    }

    /**
     * What is stored is read in parts. So is what passes, where it is the slice that the client's range was widened to: the client gets
     * the part that the origin would have given it.
     */
    private static Answer selectable(Answer answer, UpstreamAnswer.Response response) {
        boolean widened = response.head().status() == 206 && answer.head().status() == 200;
        if (!widened || !(answer.content() instanceof Content.Streamed streamed)) {
            return answer;
        }
        OptionalLong length = streamed.body().declaredBytes();
        if (length.isEmpty()) {
            return answer;
        }
        OriginLease lease = new OriginLease(streamed.body(), 0, length.getAsLong());
        return answer.with(Content.Leased.whole(lease, lease));
    }

    private Future<Answer> inSlices(
            Exchange exchange,
            Flight flight,
            Forwarding forwarding,
            UpstreamAnswer.Response response,
            RangeAnswer.Sliceable whole) {
        boolean shared = exchange.sharing() == Sharing.SHARED && OriginRequests.storedAsSent(exchange);
        if (!shared || Compressing.concerns(exchange, response)) {
            return Future.succeededFuture(storing.answer(exchange, flight, forwarding, response));
        }
        ByteSpan everything = new ByteSpan(0, whole.lengthBytes() - 1);
        return slices.begin(
                        exchange,
                        flight,
                        forwarding,
                        response,
                        new SliceFills.Arriving(everything, whole.lengthBytes()))
                .map(begun -> switch (begun) {
                    case SliceFills.Begun.Kept kept -> kept(exchange, kept);
                    case SliceFills.Begun.NotStorable _ -> storing.answer(exchange, flight, forwarding, response);
                });
    }

    private Answer kept(Exchange exchange, SliceFills.Begun.Kept kept) {
        unstored.forget(exchange.keyed().key());
        return kept.answer();
    }

    private Future<Answer> firstSlice(
            Exchange exchange,
            Flight flight,
            Forwarding forwarding,
            UpstreamAnswer.Response response,
            PartDecision.Part part) {
        return slices.begin(
                        exchange,
                        flight,
                        forwarding,
                        response.withHead(part.whole()),
                        new SliceFills.Arriving(part.span(), part.completeBytes()))
                .compose(begun -> begun(exchange, flight, forwarding, response, begun));
    }

    private Future<Answer> begun(
            Exchange exchange,
            Flight flight,
            Forwarding forwarding,
            UpstreamAnswer.Response response,
            SliceFills.Begun begun) {
        return switch (begun) {
            case SliceFills.Begun.Kept kept -> Future.succeededFuture(kept(exchange, kept));
            case SliceFills.Begun.NotStorable not -> {
                // The slice is wider than what this client may have asked for: it asks for itself.
                response.body().cancel();
                flight.decide(new FlightOutcome.Uncacheable());
                flight.land();
                exchange.attempts().share(Sharing.ALONE);
                Flight alone = parts.collapser().solo(exchange.keyed().key());
                yield anew.ask(exchange, alone, forwarding, not.reason());
            }
        };
    }

    // It says nothing of what others would get: those who wait look again.
    private Answer forClient(
            Exchange exchange, Flight flight, Forwarding forwarding, UpstreamAnswer.Response response) {
        flight.decide(new FlightOutcome.Freshened());
        flight.land();
        exchange.took(CacheOutcome.MISS, forwarding.detail());
        String status =
                exchange.said(forwarding.status().withStatus(response.head().status()));
        // RFC 9110 13.2.2: the client's conditions, which the origin was not shown, go before the range.
        return new Answer(
                response.head(),
                new Content.Streamed(response.body()),
                Answer.Serving.REPRESENTATION,
                OptionalLong.empty(),
                status,
                Provenance.NotStored.INSTANCE);
    }
}
