package io.skerry.edge.pipeline;

import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.status.CacheStatus;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.exchange.Protocol;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.Route;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ClientAnswer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.FixedAnswers;
import io.skerry.edge.pipeline.answer.Futures;
import io.skerry.edge.pipeline.answer.Incoming;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.answer.ResponseAssembler;
import io.skerry.edge.pipeline.client.Decoding;
import io.skerry.edge.pipeline.client.InterimAnswers;
import io.skerry.edge.pipeline.client.RequestReader;
import io.skerry.edge.pipeline.client.ResponseWriter;
import io.skerry.edge.pipeline.functions.FunctionViews;
import io.skerry.edge.server.Arrival;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.Summary;
import io.skerry.functions.runtime.Phase;
import io.skerry.functions.runtime.ResponseDecision;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's request, from its head to its record: read (step 2), answered (3 to 11), fitted to the client (12), written (13), and
 * recorded exactly once, also when the client has left (14). Confined to one event loop.
 */
final class ClientCall {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCall.class);

    private final HttpServerRequest http;
    private final ClientIdentity client;
    private final Arrival arrival;
    private final PipelineParts parts;
    private final Context context = Vertx.currentContext();
    private final long startNanos = System.nanoTime();
    private final ResponseWriter.ByteCount sent = new ResponseWriter.ByteCount();
    private @Nullable Exchange exchange;
    /** From the start until the client left, where it did so before its answer came. */
    private @Nullable Duration leftAfter;
    /** Of what is answered before it has an exchange. */
    private String reasonBeforeTheLine = "";

    ClientCall(HttpServerRequest http, Arrival arrival, PipelineParts parts) {
        this.http = http;
        this.client = arrival.client();
        this.arrival = arrival;
        this.parts = parts;
    }

    void answer(RequestPipeline pipeline, Generation generation) {
        switch (RequestReader.read(http, arrival)) {
            case RequestReader.Reading.Malformed _ -> {
                reasonBeforeTheLine = Refusal.BAD_TARGET.token();
                write(unfitted(ErrorAnswers.of(Refusal.BAD_TARGET, client.requestId())));
            }
            case RequestReader.Reading.WholeServer _ -> {
                reasonBeforeTheLine = FixedAnswers.WHOLE_SERVER;
                write(unfitted(FixedAnswers.wholeServer()));
            }
            case RequestReader.Reading.Read read -> {
                Exchange begun = new Exchange(
                        generation,
                        new Incoming(read.head(), read.body(), read.upgrade(), client, arrival.at()),
                        context,
                        0);
                exchange = begun;
                begun.onInterim(interim -> InterimAnswers.write(http, begun.routeIfAny(), interim));
                begin(pipeline, begun);
            }
        }
    }

    private void begin(RequestPipeline pipeline, Exchange begun) {
        Future<Answer> answer = Futures.of(() -> pipeline.answer(begun));
        if (answer.isComplete()) {
            answered(begun, answer);
            return;
        }
        http.response().exceptionHandler(_ -> left(begun));
        http.response().closeHandler(_ -> left(begun));
        answer.onComplete(later -> answered(begun, later));
    }

    /** The client has left before its answer came; it is recorded when that has come to an end, with the time that the client waited. */
    private void left(Exchange begun) {
        if (leftAfter == null) {
            leftAfter = sinceStart();
        }
        begun.takeGivenUp().run();
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private ClientAnswer unfitted(Answer error) {
        ResponseHead head =
                error.head().withHeaders(error.head().headers().with(CacheStatus.FIELD, error.cacheStatus()));
        return new ClientAnswer(head, error.content(), !http.method().equals(HttpMethod.HEAD));
    }

    private void answered(Exchange answering, AsyncResult<Answer> result) {
        answering.takeGivenUp();
        try {
            fit(answering, result);
        } catch (Throwable defect) {
            write(unfitted(defect(answering, defect)));
        }
    }

    private void fit(Exchange answering, AsyncResult<Answer> result) {
        Answer answer = result.succeeded() ? result.result() : defect(answering, result.cause());
        ClientAnswer fitted = assembled(answering, answer);
        Optional<Route> route = answering.routeIfAny();
        if (route.isEmpty() || !route.get().functions().has(Phase.RESPONSE)) {
            write(fitted);
            return;
        }
        functionsOnResponse(answering, route.get(), fitted)
                .onComplete(last -> write(last.succeeded() ? last.result() : fitted));
    }

    private ClientAnswer assembled(Exchange answering, Answer answer) {
        Answer fitting = answer;
        try {
            fitting = Decoding.fit(answering, answer, parts.codings());
            return ResponseAssembler.assemble(answering, fitting, parts.clock());
        } catch (Throwable defect) {
            fitting.content().close();
            throw defect;
        }
    }

    private Answer defect(Exchange answering, Throwable cause) {
        LOG.atError()
                .setCause(cause)
                .addKeyValue("request", client.requestId())
                .log("a request failed for a reason that should not exist");
        answering.refused(Refusal.DEFECT);
        return ErrorAnswers.of(Refusal.DEFECT, client.requestId());
    }

    private Future<ClientAnswer> functionsOnResponse(Exchange answering, Route route, ClientAnswer fitted) {
        return Futures.from(
                        route.functions()
                                .onResponse(
                                        answering.functions(),
                                        FunctionViews.response(fitted.head(), new Body.Upstream())),
                        context)
                .map(decision -> changed(answering, fitted, decision));
    }

    private ClientAnswer changed(Exchange answering, ClientAnswer fitted, ResponseDecision decision) {
        return switch (decision) {
            case ResponseDecision.Proceed proceed -> fitted.headed(FunctionViews.head(proceed.response()));
            case ResponseDecision.Failed failed -> {
                fitted.content().close();
                Refusal refusal = Refusal.of(failed.failure());
                answering.refused(refusal);
                Answer error = ErrorAnswers.of(refusal, client.requestId());
                yield ResponseAssembler.assemble(answering, error, parts.clock());
            }
        };
    }

    private void write(ClientAnswer answer) {
        Future<Ending> written;
        try {
            written = ResponseWriter.write(http, answer, context, sent);
        } catch (Throwable defect) {
            LOG.error("request {} could not be answered", client.requestId(), defect);
            http.response().reset();
            written = Future.succeededFuture(Ending.BROKEN);
        }
        written.onSuccess(ending -> record(answer.status(), ending));
    }

    private void record(int status, Ending ending) {
        Duration duration = ending == Ending.CLIENT_ABORT && leftAfter != null ? leftAfter : sinceStart();
        Optional<Exchange> line = Optional.ofNullable(exchange);
        Optional<Route> route = line.flatMap(Exchange::routeIfAny);
        int seen = http.response().headWritten() ? status : 0;
        parts.listener()
                .ended(new ExchangeRecord(
                        client.requestId(),
                        arrival.at(),
                        duration,
                        client.client(),
                        Protocol.of(http.version()).token(),
                        http.method().name(),
                        arrival.authority(),
                        http.uri(),
                        Optional.ofNullable(http.getHeader("User-Agent")),
                        route.map(matched -> matched.site().name()),
                        route.map(Route::name),
                        seen,
                        sent.bytes(),
                        http.bytesRead(),
                        line.map(Exchange::outcome).orElse(CacheOutcome.EDGE),
                        line.map(Exchange::reason).orElse(reasonBeforeTheLine),
                        line.flatMap(Exchange::origin),
                        ending));
        route.filter(matched -> matched.functions().has(Phase.COMPLETE))
                .ifPresent(matched -> matched.functions().onComplete(summary(status, duration, ending)));
    }

    private Summary summary(int status, Duration duration, Ending ending) {
        String outcome = exchange == null
                ? CacheOutcome.EDGE.token()
                : exchange.outcome().token();
        return new Summary(
                client.requestId(),
                status,
                sent.bytes(),
                duration,
                outcome,
                ending == Ending.COMPLETE ? Summary.Ending.COMPLETE : Summary.Ending.ABORTED);
    }
}
