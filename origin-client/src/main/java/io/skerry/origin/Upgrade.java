package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One request to switch protocols. Used on one context. */
final class Upgrade {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Deadlines deadlines;
    private final OriginSettings settings;
    private final InstantSource clock;
    private final OriginRequest asked;
    private final Promise<UpgradeAnswer> answer = Promise.promise();
    private final ActiveTimer whole;
    private final ActiveTimer firstByte;
    private Connector.@Nullable Connected connection;
    private @Nullable AnswerBody body;

    Upgrade(Deadlines deadlines, OriginSettings settings, InstantSource clock, OriginRequest asked) {
        this.deadlines = deadlines;
        this.settings = settings;
        this.clock = clock;
        this.asked = asked;
        OriginTimeouts timeouts = settings.timeouts();
        this.whole = new ActiveTimer(deadlines, timeouts.request(), () -> expired(OriginFailure.Kind.REQUEST_TIMEOUT));
        this.firstByte =
                new ActiveTimer(deadlines, timeouts.firstByte(), () -> expired(OriginFailure.Kind.FIRST_BYTE_TIMEOUT));
    }

    Future<UpgradeAnswer> start(Connector connector, String protocol) {
        whole.resume();
        connector.connect(asked.head()).onSuccess(outcome -> {
            switch (outcome) {
                case Connector.NotConnected(OriginFailure failure) -> give(failure);
                case Connector.Connected connected -> handshake(connected, protocol);
            }
        });
        return answer.future();
    }

    private void handshake(Connector.Connected found, String protocol) {
        connection = found;
        HttpClientRequest request = found.request();
        // Without a handler Vert.x logs; what it would say arrives through connect() as well.
        request.exceptionHandler(cause -> {});
        if (answer.future().isComplete()) {
            release();
            return;
        }
        OriginTarget target = found.state().target();
        String host = WireFields.host(settings.host(), asked.head(), target);
        WireFields.write(asked.head(), asked.body(), host, request.headers());
        request.putHeader("Connection", "Upgrade").putHeader("Upgrade", protocol);
        firstByte.resume();
        Instant requestTime = clock.instant();
        request.connect()
                .onSuccess(response -> answered(target, response, requestTime))
                .onFailure(cause -> give(FailureCause.underWay(target, cause)));
    }

    private void answered(OriginTarget target, HttpClientResponse response, Instant requestTime) {
        firstByte.stop();
        if (connection == null) {
            return;
        }
        if (response.statusCode() == SWITCHING_PROTOCOLS) {
            switched(connection, response);
            return;
        }
        OriginFailure fault = ReceivedHead.fault(response, target, settings.limits());
        if (fault != null) {
            give(fault);
            return;
        }
        body = new AnswerBody(
                response,
                target,
                ReceivedHead.contentBytes(asked.head().method(), response),
                onIdle -> new ActiveTimer(deadlines, settings.timeouts().idle(), onIdle),
                whole,
                () -> {});
        // A request opened to be upgraded has no end of its own: its connection serves no other.
        body.end().onSuccess(end -> release());
        decline(new OriginAnswer.Response(ReceivedHead.read(response), body, requestTime, clock.instant(), target));
    }

    private void switched(Connector.Connected found, HttpClientResponse response) {
        whole.stop();
        NetSocket socket = response.netSocket();
        socket.pause();
        found.request().connection().closeHandler(closed -> found.state().finish());
        OriginTarget target = found.state().target();
        answer.tryComplete(new UpgradeAnswer.Switched(WireFields.read(response.headers()), socket, target));
    }

    private void expired(OriginFailure.Kind kind) {
        OriginFailure failure = new OriginFailure(kind, settings.name() + ": too late");
        if (body != null) {
            body.fail(failure);
        } else {
            give(failure);
        }
    }

    private void give(OriginFailure failure) {
        if (body == null) {
            release();
            decline(failure);
        }
    }

    private void release() {
        firstByte.stop();
        whole.stop();
        if (connection != null) {
            Connector.Connected found = connection;
            connection = null;
            found.request().reset();
            found.state().finish();
        }
    }

    private void decline(OriginAnswer instead) {
        answer.tryComplete(new UpgradeAnswer.Declined(instead));
    }
}
