package io.skerry.edge.pipeline;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.edge.generation.CanonicalUris;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Incoming;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.body.ContentCollector;
import io.skerry.edge.pipeline.client.Decoding;
import io.skerry.edge.pipeline.functions.FunctionInputs;
import io.skerry.edge.pipeline.functions.FunctionViews;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.runtime.SourceFacts;
import io.skerry.functions.runtime.SubAnswer;
import io.skerry.functions.runtime.SubRequest;
import io.skerry.functions.runtime.UpstreamBody.Collected;
import io.skerry.origin.LoopMark;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;

/**
 * Requests that functions make to their own site: down the same line as a client's, through routing, cache and collapsing, with
 * nothing of the client in them but the way that its request has come ({@code CDN-Loop}). They refuse codings: functions read what they fetch.
 */
public final class SubRequests {

    private final RequestPipeline pipeline;
    private final PipelineParts parts;

    SubRequests(RequestPipeline pipeline, PipelineParts parts) {
        this.pipeline = pipeline;
        this.parts = parts;
    }

    /** Makes the request; called and completed on the parent request's event loop. */
    public CompletionStage<SubAnswer> fetch(SubRequest request) {
        if (!(request.parent() instanceof FunctionInputs inputs)) {
            throw new IllegalArgumentException("not a request of this edge");
        }
        Exchange parent = inputs.exchange();
        if (parent.depth() >= SubRequest.MAX_DEPTH) {
            return unanswered("functions fetch " + SubRequest.MAX_DEPTH + " levels deep at most");
        }
        TargetUri here = parent.request().target();
        return switch (UriNormaliser.normalise(here.scheme(), here.authority(), request.pathAndQuery())) {
            case UriNormalisation.Malformed malformed ->
                unanswered("not a path: " + malformed.fault().token());
            case UriNormalisation.Normalised normalised -> send(parent, normalised.uri(), request);
        };
    }

    private CompletionStage<SubAnswer> send(Exchange parent, TargetUri uri, SubRequest request) {
        RequestHead head =
                new RequestHead(Method.GET, uri, fields(parent.request().headers()));
        Exchange exchange = new Exchange(
                parent.generation(),
                new Incoming(
                        head,
                        new RequestBody.None(),
                        Incoming.Upgrade.NONE,
                        parent.client(),
                        parts.clock().instant()),
                parent.context(),
                parent.depth() + 1);
        exchange.madeFor(parent);
        JournalStamp before = parts.purges().stamp();
        return pipeline.answer(exchange)
                .map(answer -> Decoding.fit(exchange, answer, parts.codings()))
                .compose(answer -> ContentCollector.collect(
                                answer.content(), request.maxBytes(), request.contents(), exchange.context())
                        .map(collected -> switch (collected) {
                            case Collected.Whole whole -> answered(exchange, answer, whole, before);
                            case Collected.TooLarge _ ->
                                new SubAnswer.Unanswered(new Fetch.TooLarge(request.maxBytes()));
                            case Collected.NoRoom _ ->
                                failed(
                                        request.contents().isClosed()
                                                ? "the call that asked for it has ended"
                                                : "no memory for it: functions hold too much at once");
                        }))
                .otherwise(failure -> failed(String.valueOf(failure.getMessage())))
                .toCompletionStage();
    }

    private static Headers fields(Headers client) {
        Headers.Builder fields = Headers.builder().add("Accept-Encoding", "identity");
        client.joined(LoopMark.FIELD).ifPresent(way -> fields.add(LoopMark.FIELD, way));
        return fields.build();
    }

    /** {@code before} is where the purge journal stood before the answer was looked for. */
    private static SubAnswer answered(
            Exchange exchange, Answer answer, Collected.Whole collected, JournalStamp before) {
        Fetch.Fetched fetched = new Fetch.Fetched(
                answer.head().status(),
                FunctionViews.fields(answer.head().headers()),
                new Body.Whole(collected.bytes()));
        TargetUri canonical =
                CanonicalUris.of(exchange.generation(), exchange.request().target());
        return new SubAnswer.Answered(
                fetched,
                new SourceFacts(
                        canonical,
                        answer.provenance().freshness(),
                        answer.provenance().derivation(before)));
    }

    private static CompletionStage<SubAnswer> unanswered(String reason) {
        return Future.succeededFuture(failed(reason)).toCompletionStage();
    }

    private static SubAnswer failed(String reason) {
        return new SubAnswer.Unanswered(new Fetch.Failed(reason));
    }
}
