package io.skerry.origin;

import io.skerry.cache.message.Method;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to an origin and its answer: connect, send, await the head, hand over the content.
 *
 * <p>Every event may come after the exchange has ended (a connection obtained for a caller that left, a head behind a time-out), so
 * each step first asks whether it still matters. Used on one context.
 */
final class Exchange implements OriginExchange {

    /** How often a kept-alive connection may turn out to be closed; an origin that restarted has closed several. */
    private static final int STALE_CONNECTIONS = 3;

    /** An origin that goes on sending interim responses costs nobody memory. */
    private static final int MOST_INTERIMS = 16;

    private final Deadlines deadlines;
    private final OriginSettings settings;
    private final InstantSource clock;
    private final OriginRequest asked;
    private final Promise<OriginAnswer> answer = Promise.promise();
    private final ActiveTimer whole;
    private final ActiveTimer firstByte;
    private int staleConnections;
    private int interims;
    private boolean concluded;
    private boolean requestSent;
    private Instant requestTime = Instant.EPOCH;
    private Connector.@Nullable Connected connection;
    private @Nullable RequestPump pump;
    private @Nullable AnswerBody body;

    Exchange(Deadlines deadlines, OriginSettings settings, InstantSource clock, OriginRequest asked) {
        this.deadlines = deadlines;
        this.settings = settings;
        this.clock = clock;
        this.asked = asked;
        OriginTimeouts timeouts = settings.timeouts();
        this.whole = new ActiveTimer(deadlines, timeouts.request(), () -> expired(OriginFailure.Kind.REQUEST_TIMEOUT));
        this.firstByte =
                new ActiveTimer(deadlines, timeouts.firstByte(), () -> expired(OriginFailure.Kind.FIRST_BYTE_TIMEOUT));
    }

    @Override
    public Future<OriginAnswer> answer() {
        return answer.future();
    }

    @Override
    public void cancel() {
        if (body != null) {
            body.cancel();
        } else {
            conclude(new OriginFailure(OriginFailure.Kind.CANCELLED, settings.name() + ": given up by the caller"));
        }
    }

    /** Begins; called once. */
    void start(Connector connector) {
        whole.resume();
        connect(connector);
    }

    private void connect(Connector connector) {
        connector.connect(asked.head()).onSuccess(outcome -> {
            switch (outcome) {
                case Connector.NotConnected(OriginFailure failure) -> conclude(failure);
                case Connector.Connected connected -> connected(connected, connector);
            }
        });
    }

    private void connected(Connector.Connected found, Connector connector) {
        // Without a handler Vert.x logs an error, for a reset of ours too; what it would say arrives through
        // response().
        found.request().exceptionHandler(cause -> {});
        if (concluded) {
            found.request().reset();
            found.state().finish();
            return;
        }
        connection = found;
        HttpClientRequest request = found.request();
        String host =
                WireFields.host(settings.host(), asked.head(), found.state().target());
        WireFields.write(asked.head(), asked.body(), host, request.headers());
        request.earlyHintsHandler(this::interim);
        request.response()
                .onSuccess(this::responded)
                .onFailure(cause ->
                        failed(found, FailureCause.underWay(found.state().target(), cause), connector));
        requestTime = clock.instant();
        sendContent(request);
    }

    private void interim(MultiMap fields) {
        Consumer<Interim> receiver = asked.onInterim();
        if (receiver == null || concluded || body != null || interims >= MOST_INTERIMS) {
            return;
        }
        interims++;
        receiver.accept(InterimFilter.read(fields));
    }

    private void sendContent(HttpClientRequest request) {
        switch (asked.body()) {
            case RequestBody.None() -> {
                request.end();
                sent();
            }
            case RequestBody.Streamed content -> {
                request.setChunked(content.lengthBytes().isEmpty());
                request.writeHead();
                pump = new RequestPump(
                        deadlines, content, request, settings.timeouts().idle(), this::sent, this::broken);
                pump.start();
            }
        }
    }

    private void sent() {
        requestSent = true;
        if (body == null && !concluded) {
            firstByte.touch();
            firstByte.resume();
        }
    }

    private void failed(Connector.Connected found, OriginFailure failure, Connector connector) {
        if (concluded || body != null) {
            return;
        }
        if (mayBeStale(found, failure)) {
            staleConnections++;
            connection = null;
            firstByte.suspend();
            found.state().finish();
            connector.reconsider(found.state());
            connect(connector);
            return;
        }
        conclude(failure);
    }

    /** RFC 9112 9.3.1: a request on a connection that closes under it may be repeated where that changes nothing. */
    private boolean mayBeStale(Connector.Connected found, OriginFailure failure) {
        return found.reuse() == Connector.Reuse.KEPT_ALIVE
                && failure.kind() == OriginFailure.Kind.RESET
                && asked.body() instanceof RequestBody.None
                && idempotent(asked.head().method())
                && staleConnections < STALE_CONNECTIONS;
    }

    /** RFC 9110 9.2.2. */
    private static boolean idempotent(Method method) {
        return method.safe() || method.equals(Method.PUT) || method.equals(Method.DELETE);
    }

    private void responded(HttpClientResponse response) {
        if (concluded || connection == null) {
            response.request().reset();
            return;
        }
        Instant responseTime = clock.instant();
        OriginTarget target = connection.state().target();
        OriginFailure fault = ReceivedHead.fault(response, target, settings.limits());
        if (fault != null) {
            conclude(fault);
            return;
        }
        firstByte.stop();
        HttpClientRequest request = connection.request();
        body = new AnswerBody(
                response,
                target,
                ReceivedHead.contentBytes(asked.head().method(), response),
                onIdle -> new ActiveTimer(deadlines, settings.timeouts().idle(), onIdle),
                whole,
                request::reset);
        body.end().onSuccess(end -> ended(request));
        answer.complete(
                new OriginAnswer.Response(ReceivedHead.read(response), body, requestTime, responseTime, target));
    }

    private void ended(HttpClientRequest request) {
        leave();
        if (!requestSent) {
            // The answer came before the request's content had ended: the rest is not wanted, and the connection cannot
            // be reused.
            request.reset();
        }
    }

    private void expired(OriginFailure.Kind kind) {
        String whom = connection == null
                ? settings.name()
                : connection.state().target().toString();
        broken(new OriginFailure(kind, whom + ": too late"));
    }

    private void broken(OriginFailure failure) {
        if (body != null) {
            body.fail(failure);
        } else {
            conclude(failure);
        }
    }

    /** Ends it without an answer. */
    private void conclude(OriginFailure failure) {
        if (concluded || body != null) {
            return;
        }
        HttpClientRequest request = connection == null ? null : connection.request();
        leave();
        if (request != null) {
            request.reset();
        }
        answer.complete(failure);
    }

    private void leave() {
        concluded = true;
        whole.stop();
        firstByte.stop();
        if (pump != null) {
            pump.stop();
        }
        if (connection != null) {
            connection.state().finish();
            connection = null;
        }
    }
}
