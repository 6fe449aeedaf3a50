package io.skerry.edge.pipeline;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.reuse.ReuseDecider;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Step 8 for those that follow: a request that waits for what another one fetches reads along, or goes back into the line when that is not
 * its own.
 */
final class FollowerSteps {

    /** How many failed leaders a request waits for: one, and its replacement. */
    private static final int MAX_FAILED_LEADERS = 1;

    private final PipelineParts parts;
    private final Line line;

    /** The ways back into the line. */
    interface Line {

        /** Looks the request up again. */
        Future<Answer> lookup(Exchange exchange);

        /** Leads a flight. */
        Future<Answer> lead(Exchange exchange, Flight flight, Forwarding forwarding);

        /** Fetches what could not be stored a moment ago: for this client alone, and no more of it than it asks for. */
        Future<Answer> alone(Exchange exchange, Forwarding forwarding);
    }

    FollowerSteps(PipelineParts parts, Line line) {
        this.parts = parts;
        this.line = line;
    }

    /** The answer to a request that joined a flight, now that the flight has come to something. */
    Future<Answer> answer(Exchange exchange, Flight flight, FlightOutcome outcome, Forwarding forwarding) {
        return switch (outcome) {
            case FlightOutcome.Streaming streaming
            when flight.serves(streaming, exchange, parts.purges()) ->
                isCurrent(exchange, streaming)
                        ? attach(exchange, flight, streaming, forwarding)
                        : line.lead(
                                exchange,
                                parts.collapser().solo(exchange.keyed().key()),
                                forwarding);
            case FlightOutcome.Streaming _ -> lookAgain(exchange, forwarding);
            case FlightOutcome.Freshened _ -> {
                exchange.attempts().joined();
                yield lookAgain(exchange, forwarding);
            }
            case FlightOutcome.Uncacheable _ -> line.alone(exchange, forwarding);
            case FlightOutcome.Failed _ -> leaderFailed(exchange, forwarding);
        };
    }

    private Future<Answer> leaderFailed(Exchange exchange, Forwarding forwarding) {
        return StoredAnswers.onFailure(exchange, forwarding, parts.clock())
                .map(Future::succeededFuture)
                .orElseGet(() -> replaceLeader(exchange, forwarding));
    }

    /** A failed leader is replaced once; if its replacement fails as well, those who still wait are told, and ask nobody. */
    private Future<Answer> replaceLeader(Exchange exchange, Forwarding forwarding) {
        if (exchange.attempts().leaderFailed() <= MAX_FAILED_LEADERS) {
            return lookAgain(exchange, forwarding);
        }
        forwarding.close();
        return ErrorAnswers.refuse(exchange, Refusal.NO_ANSWER);
    }

    // Before another flight is joined or led: while this request waited, the one it looks for may have landed.
    private Future<Answer> lookAgain(Exchange exchange, Forwarding forwarding) {
        forwarding.close();
        return line.lookup(exchange);
    }

    // Who waited for this very answer gets it; who came while it was still arriving gets it like
    // a stored one, if it is fresh and all that the request demands.
    private boolean isCurrent(Exchange exchange, FlightOutcome.Streaming streaming) {
        if (!exchange.arrival().isAfter(streaming.head().responseTime())) {
            return true;
        }
        StoredHead head = streaming.head();
        Candidate.Selected arriving =
                new Candidate.Selected(head, PurgeVerdict.NOT, Held.snapshots(head, exchange.generation()));
        return ReuseDecider.decide(
                        exchange.request(),
                        arriving,
                        exchange.policy(),
                        parts.clock().instant())
                instanceof ReuseDecision.ServeFresh;
    }

    // A fill may end between its decision and this turn of the event loop, and keep no bytes for one
    // who comes then. What it brought is in the store, so the line begins anew.
    private Future<Answer> attach(
            Exchange exchange, Flight flight, FlightOutcome.Streaming streaming, Forwarding forwarding) {
        Optional<BodyLease> lease = streaming.sink().follow();
        if (lease.isEmpty()) {
            forwarding.close();
            exchange.attempts().joined();
            return Futures.from(flight.landed(), exchange.context()).compose(_ -> line.lookup(exchange));
        }
        BodyLease body = lease.get();
        return Futures.of(() -> Futures.from(FirstBytes.of(body), exchange.context()))
                .onFailure(_ -> body.close())
                .compose(fault -> {
                    if (fault.isPresent()) {
                        body.close();
                        return neverBegun(exchange, flight, fault.get(), forwarding);
                    }
                    forwarding.close();
                    return Futures.of(() -> Future.succeededFuture(StoredAnswers.followed(
                                    exchange,
                                    streaming,
                                    body,
                                    forwarding,
                                    parts.clock().instant())))
                            .onFailure(_ -> body.close());
                });
    }

    // Nothing of it has gone to this client, which may still get another version.
    private Future<Answer> neverBegun(Exchange exchange, Flight flight, BodyFault fault, Forwarding forwarding) {
        return switch (fault) {
            // The leader still has its flight in the table at this moment.
            case FILL_ABORTED ->
                Futures.from(flight.landed(), exchange.context()).compose(_ -> leaderFailed(exchange, forwarding));
            case CORRUPT, FELL_BEHIND, UNAVAILABLE ->
                line.lead(exchange, parts.collapser().solo(exchange.keyed().key()), forwarding);
        };
    }
}
