package io.skerry.edge.pipeline;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.collapse.Join;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.parts.RangeAskDecider.Sharing;
import io.skerry.cache.reuse.PassReason;
import io.skerry.cache.reuse.ReuseDecider;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.store.Lookup;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Forwarding;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.StoredAnswers;
import io.skerry.edge.pipeline.fetch.FetchSteps;
import io.skerry.edge.pipeline.slices.SlicedAnswers;
import io.skerry.edge.pipeline.upstream.ResumedAnswers;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps 5 to 8: the key, the lookup, the decision on what was found, and the part this request takes in fetching what was not.
 *
 * <p>Whoever holds a stored response here either hands it on inside an answer or closes it.
 */
final class CacheSteps implements FollowerSteps.Line {

    /** How often a request joins a flight before it asks for itself: once, and once more in a failed leader's place. */
    private static final int MAX_JOINS = 3;

    private final PipelineParts parts;
    private final PassSteps pass;
    private final FetchSteps fetch;
    private final SlicedAnswers slices;
    private final ResumedAnswers resumed;
    private final FollowerSteps followers;

    CacheSteps(PipelineParts parts, PassSteps pass, FetchSteps fetch, SlicedAnswers slices, ResumedAnswers resumed) {
        this.parts = parts;
        this.pass = pass;
        this.fetch = fetch;
        this.slices = slices;
        this.resumed = resumed;
        this.followers = new FollowerSteps(parts, this);
    }

    /** The answer to a request on a route that caches. */
    Future<Answer> answer(Exchange exchange, Caching.By by) {
        RequestHead request = exchange.request();
        // Asked before the store is: such a request has no key (RFC 9111 4).
        Optional<ReuseDecision> withoutStore = ReuseDecider.withoutStore(request);
        if (withoutStore.isPresent()) {
            return act(exchange, withoutStore.get(), null);
        }
        if (exchange.body() instanceof RequestBody.Streamed) {
            // Content in chunks shows in no end-to-end field (RFC 9110 7.6.1).
            return pass.forward(exchange, PassReason.REQUEST_CONTENT);
        }
        // Step 5.
        exchange.key(by);
        return lookup(exchange);
    }

    // Step 6.
    @Override
    public Future<Answer> lookup(Exchange exchange) {
        exchange.looks(parts.collapser().ended());
        return found(exchange, parts.store().lookup(exchange.keyed().key(), exchange));
    }

    private Future<Answer> found(Exchange exchange, Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found found -> decide(exchange, Held.of(found.response(), exchange));
            case Lookup.None _ -> decide(exchange, new Candidate.None());
            case Lookup.OtherVariants _ -> decide(exchange, new Candidate.OtherVariants());
            case Lookup.Later later -> Futures.from(later, exchange.context()).compose(found -> found(exchange, found));
        };
    }

    // Step 7.
    private Future<Answer> decide(Exchange exchange, Held held) {
        Future<Answer> answer;
        try {
            answer = act(exchange, decision(exchange, held), held);
        } catch (Throwable defect) {
            held.close();
            throw defect;
        }
        return answer.succeeded() ? answer : answer.onFailure(_ -> held.close());
    }

    private ReuseDecision decision(Exchange exchange, Held held) {
        return ReuseDecider.decide(
                exchange.request(),
                held.candidate(),
                held.freshness(),
                parts.clock().instant());
    }

    private Future<Answer> decide(Exchange exchange, Candidate nothing) {
        ReuseDecision decision = ReuseDecider.decide(
                exchange.request(), nothing, exchange.policy(), parts.clock().instant());
        return act(exchange, decision, null);
    }

    private Future<Answer> act(Exchange exchange, ReuseDecision decision, @Nullable Held held) {
        return switch (decision) {
            case ReuseDecision.ServeFresh fresh ->
                served(exchange, StoredAnswers.fresh(exchange, present(held), fresh));
            case ReuseDecision.ServeStale stale -> stale(exchange, present(held), stale);
            case ReuseDecision.Validate validate ->
                fetch(exchange, Forwarding.validate(validate, present(held)))
                        .compose(answer -> served(exchange, answer));
            case ReuseDecision.Fetch toFetch -> {
                Held.release(held);
                yield fetch(exchange, Forwarding.fetch(toFetch)).compose(answer -> served(exchange, answer));
            }
            case ReuseDecision.Pass toPass -> {
                Held.release(held);
                yield pass.forward(exchange, toPass.reason());
            }
            case ReuseDecision.Unsatisfiable _ -> {
                Held.release(held);
                yield ErrorAnswers.refuse(exchange, Refusal.ONLY_IF_CACHED);
            }
        };
    }

    private Future<Answer> served(Exchange exchange, Answer answer) {
        try {
            if (!SlicedAnswers.concerns(answer)) {
                return Future.succeededFuture(resumed.of(exchange, answer));
            }
        } catch (Throwable defect) {
            answer.content().close();
            throw defect;
        }
        return slices.open(exchange, answer, () -> lookup(exchange));
    }

    private Future<Answer> stale(Exchange exchange, Held held, ReuseDecision.ServeStale stale) {
        if (stale.reason() != StaleReason.MAX_STALE) {
            revalidate(exchange);
        }
        return served(exchange, StoredAnswers.stale(exchange, held, stale));
    }

    /** Validates in the background what is being served stale; nobody waits, and one request to the origin is enough. */
    private void revalidate(Exchange exchange) {
        Join join = parts.collapser().joinOrLead(exchange.keyed().key(), exchange);
        switch (join) {
            case Join.Follow _, Join.Alone _ -> {}
            case Join.Lead lead ->
                Futures.of(() -> background(
                                exchange,
                                lead.flight(),
                                parts.store().lookup(exchange.keyed().key(), exchange)))
                        .onFailure(_ -> lead.flight().land());
        }
    }

    private Future<Void> background(Exchange exchange, Flight flight, Lookup again) {
        return switch (again) {
            case Lookup.Found found -> {
                Held held = Held.of(found.response(), exchange);
                yield Futures.of(() -> lead(exchange.inBackground(), flight, Forwarding.revalidate(held)))
                        .onSuccess(answer -> answer.content().close())
                        .onFailure(_ -> held.close())
                        .mapEmpty();
            }
            case Lookup.Later later ->
                Futures.from(later, exchange.context()).compose(found -> background(exchange, flight, found));
            case Lookup.None _, Lookup.OtherVariants _ -> {
                flight.land();
                yield Future.succeededFuture();
            }
        };
    }

    // Step 8.
    private Future<Answer> fetch(Exchange exchange, Forwarding forwarding) {
        boolean askedByEverybody =
                forwarding.held().filter(held -> !held.freshness().forAnybody()).isPresent();
        if (exchange.asksForItself()
                || exchange.asksForWhatIsAbove()
                || parts.mark().passed(exchange.request().headers())
                || askedByEverybody
                || exchange.attempts().joins() >= MAX_JOINS) {
            return lead(exchange, parts.collapser().solo(exchange.keyed().key()), forwarding);
        }
        exchange.attempts().joined();
        Join join = forwarding.held().isPresent()
                ? parts.collapser().joinOrLead(exchange.keyed().key(), exchange)
                : parts.collapser().join(exchange.keyed().key(), exchange);
        return switch (join) {
            case Join.Lead lead -> leadUnlessBrought(exchange, lead.flight(), forwarding);
            case Join.Alone _ -> alone(exchange, forwarding);
            case Join.Follow follow ->
                Futures.from(follow.flight().outcome(), exchange.context())
                        .compose(outcome -> followers.answer(exchange, follow.flight(), outcome, forwarding));
        };
    }

    /** A flight that ended between this request's lookup and its join may have stored what it is about to ask for. */
    private Future<Answer> leadUnlessBrought(Exchange exchange, Flight flight, Forwarding forwarding) {
        return parts.collapser().ended() == exchange.endedAtLookup()
                ? lead(exchange, flight, forwarding)
                : Futures.of(() -> leadUnlessFresh(
                                exchange,
                                flight,
                                forwarding,
                                parts.store().lookup(exchange.keyed().key(), exchange)))
                        .onFailure(_ -> flight.land());
    }

    private Future<Answer> leadUnlessFresh(Exchange exchange, Flight flight, Forwarding forwarding, Lookup again) {
        return switch (again) {
            case Lookup.Found found -> {
                Held held = Held.of(found.response(), exchange);
                ReuseDecision decision = decision(exchange, held);
                if (decision instanceof ReuseDecision.ServeFresh) {
                    flight.decide(new FlightOutcome.Freshened());
                    flight.land();
                    forwarding.close();
                    yield act(exchange, decision, held);
                }
                Held.release(held);
                yield lead(exchange, flight, forwarding);
            }
            case Lookup.None _, Lookup.OtherVariants _ -> lead(exchange, flight, forwarding);
            case Lookup.Later later ->
                Futures.from(later, exchange.context())
                        .compose(found -> leadUnlessFresh(exchange, flight, forwarding, found));
        };
    }

    @Override
    public Future<Answer> alone(Exchange exchange, Forwarding forwarding) {
        exchange.attempts().share(Sharing.ALONE);
        return lead(exchange, parts.collapser().solo(exchange.keyed().key()), forwarding);
    }

    /** Leads the flight; a defect on the way lands it, or everybody who follows would wait for ever. */
    @Override
    public Future<Answer> lead(Exchange exchange, Flight flight, Forwarding forwarding) {
        return Futures.of(() -> fetch.lead(exchange, flight, forwarding)).onFailure(_ -> {
            flight.land();
            forwarding.close();
        });
    }

    private static Held present(@Nullable Held held) {
        if (held == null) {
            throw new IllegalStateException("decided to use a stored response where none was found");
        }
        return held;
    }
}
