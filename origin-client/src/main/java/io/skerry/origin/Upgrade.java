package io.skerry.origin;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One request to switch protocols. Used on one context. */
final class Upgrade implements Connector.Seeker, AnswerReceiver {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Context context;
    private final Deadlines deadlines;
    private final OriginSettings settings;
    private final InstantSource clock;
    private final OriginRequest asked;
    private final String protocol;
    private final Promise<UpgradeAnswer> answer = Promise.promise();
    private final ActiveTimer whole;
    private final ActiveTimer firstByte;
    private Instant requestTime = Instant.EPOCH;
    private Connector.@Nullable Connected connection;
    private @Nullable AnswerBody body;

    Upgrade(
            Context context,
            Deadlines deadlines,
            OriginSettings settings,
            InstantSource clock,
            OriginRequest asked,
            String protocol) {
        this.context = context;
        this.deadlines = deadlines;
        this.settings = settings;
        this.clock = clock;
        this.asked = asked;
        this.protocol = protocol;
        OriginTimeouts timeouts = settings.timeouts();
        this.whole = new ActiveTimer(deadlines, timeouts.request(), () -> expired(OriginFailure.Kind.REQUEST_TIMEOUT));
        this.firstByte =
                new ActiveTimer(deadlines, timeouts.firstByte(), () -> expired(OriginFailure.Kind.FIRST_BYTE_TIMEOUT));
    }

    /** Begins; called once. */
    Future<UpgradeAnswer> start(Connector connector) {
        whole.resume();
        connector.connect();
        return answer.future();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void notConnected(OriginFailure failure) {
        give(failure);
    }

    @Override
    public void connected(Connector.Connected found) {
        if (answer.future().isComplete()) {
            found.connection().giveBack();
            found.state().finish();
            return;
        }
        OriginTarget target = found.state().target();
        byte[] head;
        try {
            String host = WireFields.host(settings.host(), asked.head(), target);
            head = RequestBytes.head(asked.head(), asked.body(), host, protocol);
        } catch (IllegalArgumentException defect) {
            found.connection().giveBack();
            found.state().finish();
            release();
            answer.fail(defect);
            return;
        }
        connection = found;
        firstByte.resume();
        requestTime = clock.instant();
        found.connection().ask(head, asked.head().method(), this);
        // Nothing follows its head; a request that asks for another protocol is its connection's last.
        found.connection().flush();
    }

    @Override
    public void interim(Interim interim) {
        // Nobody is told of those before a switch.
    }

    @Override
    public void head(int status, Headers fields) {
        firstByte.stop();
        Connector.Connected found = connection;
        if (found == null) {
            return;
        }
        OriginTarget target = found.state().target();
        if (status == SWITCHING_PROTOCOLS) {
            switched(found, fields);
            return;
        }
        OriginFailure fault = ReceivedHead.fault(status, fields, target, settings.limits());
        if (fault != null) {
            give(fault);
            return;
        }
        body = new AnswerBody(
                found.connection(),
                target,
                ReceivedHead.contentBytes(asked.head().method(), status, fields),
                new AnswerBody.IdleTime(deadlines, settings.timeouts().idle()),
                whole);
        body.end().onSuccess(end -> release());
        decline(new OriginAnswer.Response(ReceivedHead.of(status, fields), body, requestTime, clock.instant(), target));
    }

    private void switched(Connector.Connected found, Headers fields) {
        whole.stop();
        connection = null;
        NetSocket socket = found.connection().switchProtocols(found.state()::finish);
        answer.tryComplete(new UpgradeAnswer.Switched(
                HopByHop.strip(fields), socket, found.state().target()));
    }

    @Override
    public void content(Buffer bytes) {
        if (body != null) {
            body.receive(bytes);
        }
    }

    @Override
    public void arrived() {
        if (body != null) {
            body.arrived();
        }
    }

    @Override
    public void readEnded() {
        if (body != null) {
            body.readEnded();
        }
    }

    @Override
    public void writable() {
        // There is nothing to write.
    }

    @Override
    public void failed(OriginFailure failure) {
        if (body != null) {
            body.broken(failure);
        } else {
            give(failure);
        }
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
            found.connection().reset();
            found.state().finish();
        }
    }

    private void decline(OriginAnswer instead) {
        answer.tryComplete(new UpgradeAnswer.Declined(instead));
    }
}
