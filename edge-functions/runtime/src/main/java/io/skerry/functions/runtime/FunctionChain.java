package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Summary;
import io.skerry.functions.runtime.FunctionCall.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The functions of a route in the order of the routes file, asked phase by phase.
 *
 * <p>Each phase is called on the request's event loop and its stage completes there; it is complete at once when no
 * function works elsewhere, and it never fails. In every phase the functions are asked from the first to the last; when
 * one answers in {@link Phase#ORIGIN_REQUEST}, only those below it see the answer in {@link Phase#ORIGIN_RESPONSE}.
 */
public final class FunctionChain {

    private static final FunctionChain EMPTY = new FunctionChain(List.of());

    /** A function and its place in the route. */
    private record Link(RunningFunction function, int position) {}

    private final Map<Phase, List<Link>> links = new EnumMap<>(Phase.class);
    private final List<String> ids;

    private FunctionChain(List<RunningFunction> functions) {
        ids = functions.stream().map(RunningFunction::id).toList();
        for (Phase phase : Phase.values()) {
            List<Link> asked = new ArrayList<>();
            for (int i = 0; i < functions.size(); i++) {
                if (functions.get(i).phases().contains(phase)) {
                    asked.add(new Link(functions.get(i), i));
                }
            }
            links.put(phase, List.copyOf(asked));
        }
    }

    /**
     * Joins functions.
     *
     * @param functions in the order of the routes file
     * @return the chain of a route
     */
    public static FunctionChain of(List<RunningFunction> functions) {
        return functions.isEmpty() ? EMPTY : new FunctionChain(functions);
    }

    /**
     * Whether the route has no functions, so that a request needs no {@link ExchangeState}.
     *
     * @return true for a route without functions
     */
    public boolean isEmpty() {
        return this == EMPTY;
    }

    /**
     * The functions, for people.
     *
     * @return the id of each use, in the order of the routes file
     */
    public List<String> ids() {
        return ids;
    }

    /**
     * Whether any function has code for a phase; the edge skips the others.
     *
     * @param phase the phase
     * @return true when a call can have an effect
     */
    public boolean has(Phase phase) {
        return !linksOf(phase).isEmpty();
    }

    /**
     * Asks before the cache lookup.
     *
     * @param state fresh for this request and route
     * @return what to do
     */
    public CompletionStage<RequestDecision> onRequest(ExchangeState state) {
        return request(new Walk(Phase.REQUEST, state, 0));
    }

    /**
     * Asks before the origin is called.
     *
     * @param state the request's
     * @return what to do; never {@link RequestDecision.Rewrite}
     */
    public CompletionStage<RequestDecision> onOriginRequest(ExchangeState state) {
        return request(new Walk(Phase.ORIGIN_REQUEST, state, 0));
    }

    /**
     * Asks before the response is stored. Afterwards the edge seals the state.
     *
     * @param state the request's
     * @param response the origin's answer with a body of {@code Body.Upstream}, or a function's
     * @param upstream the way to the upstream body, for functions that want it whole
     * @return the response to store and send
     */
    public CompletionStage<ResponseDecision> onOriginResponse(
            ExchangeState state, EdgeResponse response, UpstreamBody upstream) {
        return response(new Walk(Phase.ORIGIN_RESPONSE, state, 0), new ResponseInHand(response, upstream));
    }

    /**
     * Asks before the response goes to the client.
     *
     * @param state the request's
     * @param response the response with whatever body; it comes back with the same
     * @return the response to send
     */
    public CompletionStage<ResponseDecision> onResponse(ExchangeState state, EdgeResponse response) {
        return response(new Walk(Phase.RESPONSE, state, 0), ResponseInHand.headOf(response));
    }

    /**
     * Tells the functions how the request ended.
     *
     * @param summary the end
     */
    public void onComplete(Summary summary) {
        for (Link link : linksOf(Phase.COMPLETE)) {
            long startNanos = System.nanoTime();
            boolean done = false;
            try {
                link.function().function().onComplete(summary);
                done = true;
            } catch (Throwable thrown) {
                link.function()
                        .failed(new FunctionFailure(
                                link.function().id(), Phase.COMPLETE, FunctionFailure.Kind.THREW, thrown.toString()));
            }
            FunctionMetrics metrics = link.function().services().metrics();
            metrics.called(link.function().id(), Phase.COMPLETE, done, System.nanoTime() - startNanos);
        }
    }

    /** How far a phase has got. */
    private record Walk(Phase phase, ExchangeState state, int next) {
        Walk further() {
            return new Walk(phase, state, next + 1);
        }
    }

    private CompletionStage<RequestDecision> request(Walk walk) {
        List<Link> asked = linksOf(walk.phase());
        if (walk.next() == asked.size()) {
            return CompletableFuture.completedFuture(RequestDecision.Proceed.INSTANCE);
        }
        Link link = asked.get(walk.next());
        return new FunctionCall(link.function(), walk.phase(), walk.state(), ResponseInHand.nothing())
                .run((function, exchange) -> walk.phase() == Phase.REQUEST
                        ? function.onRequest(exchange.request(), exchange)
                        : function.onOriginRequest(exchange.request(), exchange))
                .thenCompose(result -> afterRequest(result, link, walk));
    }

    private CompletionStage<RequestDecision> afterRequest(Result result, Link link, Walk walk) {
        return switch (result) {
            case Result.Passed _ -> request(walk.further());
            case Result.Answered answered -> {
                walk.state().answeredBy(link.position());
                yield CompletableFuture.completedFuture(new RequestDecision.Respond(
                        answered.response(), link.function().id()));
            }
            case Result.Rewritten rewritten ->
                CompletableFuture.completedFuture(new RequestDecision.Rewrite(rewritten.path()));
            case Result.Failed failed -> {
                link.function().failed(failed.failure());
                yield isSkipped(failed.failure(), link, walk)
                        ? request(walk.further())
                        : CompletableFuture.completedFuture(new RequestDecision.Failed(failed.failure()));
            }
        };
    }

    private CompletionStage<ResponseDecision> response(Walk walk, ResponseInHand inHand) {
        List<Link> asked = linksOf(walk.phase());
        EdgeResponse current = inHand.response();
        if (current == null) {
            throw new IllegalStateException("a response phase has a response");
        }
        if (walk.next() == asked.size()) {
            return CompletableFuture.completedFuture(new ResponseDecision.Proceed(current));
        }
        Link link = asked.get(walk.next());
        if (walk.phase() == Phase.ORIGIN_RESPONSE
                && link.position() <= walk.state().answeredBy()) {
            return response(walk.further(), inHand);
        }
        return new FunctionCall(link.function(), walk.phase(), walk.state(), inHand)
                .run((function, exchange) -> walk.phase() == Phase.RESPONSE
                        ? function.onResponse(current, exchange)
                        : function.onOriginResponse(current, exchange))
                .thenCompose(result -> afterResponse(result, link, walk, inHand));
    }

    private CompletionStage<ResponseDecision> afterResponse(
            Result result, Link link, Walk walk, ResponseInHand inHand) {
        return switch (result) {
            case Result.Passed _ -> response(walk.further(), inHand);
            case Result.Answered answered ->
                response(walk.further(), new ResponseInHand(answered.response(), inHand.upstream()));
            case Result.Rewritten _ -> throw new IllegalStateException("a response is not routed again");
            case Result.Failed failed -> {
                link.function().failed(failed.failure());
                yield isSkipped(failed.failure(), link, walk)
                        ? response(walk.further(), inHand)
                        : CompletableFuture.completedFuture(new ResponseDecision.Failed(failed.failure()));
            }
        };
    }

    private static boolean isSkipped(FunctionFailure failure, Link link, Walk walk) {
        if (link.function().onError() == OnError.FAIL) {
            return false;
        }
        walk.state().skipped(failure);
        if (walk.phase().isCached()) {
            // Without its function the response is not what the route promises: good for this client, not for the next.
            walk.state().recorder().refuse("function " + link.function().id() + " failed and was skipped");
        }
        return true;
    }

    private List<Link> linksOf(Phase phase) {
        return links.getOrDefault(phase, List.of());
    }
}
