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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to an origin and its answer: connect, send, await the head, hand over the content.
 *
 * <p>Every event may come after the exchange has ended (a connection obtained for a caller that left, a head behind a time-out), so
 * each step first asks whether it still matters. Used on one context.
 */
final class Exchange implements OriginExchange, Connector.Seeker, AnswerReceiver {

    /** How often a kept-alive connection may turn out to be closed; an origin that restarted has closed several. */
    private static final int STALE_CONNECTIONS = 3;

    /** An origin that goes on sending interim responses costs nobody memory. */
    private static final int MOST_INTERIMS = 16;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Context context;
    private final Deadlines deadlines;
    private final OriginSettings settings;
    private final InstantSource clock;
    private final OriginRequest asked;
    private final @Nullable Switch wanted;
    private final Promise<OriginAnswer> answer = Promise.promise();
    private final ActiveTimer whole;
    private final ActiveTimer firstByte;
    private int staleConnections;
    private int interims;
    private boolean concluded;
    private boolean requestSent;
    private Instant requestTime = Instant.EPOCH;
    /** Where the request went, until the exchange is over. */
    private @Nullable TargetState state;
    /** The connection and whether it had been used, while it is this exchange's. */
    private Connector.@Nullable Connected connection;

    private @Nullable Connector connector;
    private @Nullable RequestPump pump;
    private @Nullable AnswerBody body;
    /** The answer until all that was read with its head was received: content that came with it is known when it is given. */
    private OriginAnswer.@Nullable Response unanswered;

    /** A switch of protocols that the request asks for. It is its connection's last, and is not repeated. */
    interface Switch {

        /** What to switch to. */
        String protocol();

        /** The target has switched; the answer of the exchange never comes. */
        void switched(UpgradeAnswer.Switched switched);
    }

    /**
     * An exchange not begun.
     *
     * @param wanted null for a request that asks for no other protocol
     */
    Exchange(
            Context context,
            Deadlines deadlines,
            OriginSettings settings,
            InstantSource clock,
            OriginRequest asked,
            @Nullable Switch wanted) {
        this.context = context;
        this.deadlines = deadlines;
        this.settings = settings;
        this.clock = clock;
        this.asked = asked;
        this.wanted = wanted;
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
    void start(Connector from) {
        connector = from;
        whole.resume();
        from.connect();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void notConnected(OriginFailure failure) {
        conclude(failure);
    }

    @Override
    public void connected(Connector.Connected found) {
        if (concluded) {
            found.connection().giveBack();
            found.state().finish();
            return;
        }
        state = found.state();
        try {
            ask(found);
        } catch (Throwable defect) {
            leave();
            found.connection().reset();
            answer.tryFail(defect);
        }
    }

    private void ask(Connector.Connected found) {
        byte[] head;
        try {
            String host =
                    WireFields.host(settings.host(), asked.head(), found.state().target());
            head = RequestBytes.head(asked.head(), asked.body(), host, wanted == null ? null : wanted.protocol());
        } catch (IllegalArgumentException defect) {
            found.connection().giveBack();
            leave();
            answer.fail(defect);
            return;
        }
        connection = found;
        requestTime = clock.instant();
        found.connection().ask(head, asked.head().method(), this);
        sendContent(found.connection());
    }

    private void sendContent(OriginConnection to) {
        switch (asked.body()) {
            case RequestBody.None() -> {
                sent(to);
                to.flush();
            }
            case RequestBody.Streamed content -> {
                pump = new RequestPump(
                        deadlines, content, to, settings.timeouts().idle(), () -> sent(to), this::broken);
                pump.start();
                to.flush();
            }
        }
    }

    private void sent(OriginConnection to) {
        if (wanted == null) {
            to.endRequest();
        }
        requestSent = true;
        if (body == null && !concluded) {
            firstByte.touch();
            firstByte.resume();
        }
    }

    @Override
    public void writable() {
        if (pump != null) {
            pump.goOn();
        }
    }

    @Override
    public void interim(Interim interim) {
        Consumer<Interim> receiver = asked.onInterim();
        if (receiver != null && interims < MOST_INTERIMS) {
            interims++;
            receiver.accept(interim);
        }
    }

    @Override
    public void head(int status, Headers fields) {
        Instant responseTime = clock.instant();
        if (connection == null) {
            return;
        }
        if (wanted != null && status == SWITCHING_PROTOCOLS) {
            switched(connection, fields, wanted);
            return;
        }
        OriginTarget target = connection.state().target();
        OriginFailure fault = ReceivedHead.fault(status, fields, target, settings.limits());
        if (fault != null) {
            conclude(fault);
            return;
        }
        firstByte.stop();
        body = new AnswerBody(
                connection.connection(),
                target,
                ReceivedHead.contentBytes(asked.head().method(), status, fields),
                new AnswerBody.IdleTime(deadlines, settings.timeouts().idle()),
                whole);
        body.end().onSuccess(end -> ended());
        unanswered =
                new OriginAnswer.Response(ReceivedHead.of(status, fields), body, requestTime, responseTime, target);
    }

    private void switched(Connector.Connected found, Headers fields, Switch to) {
        // The target stays in use until the connection is closed.
        state = null;
        leave();
        NetSocket socket = found.connection().switchProtocols(found.state()::finish);
        to.switched(new UpgradeAnswer.Switched(
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
        if (!requestSent && connection != null) {
            // The answer came before the request's content had ended: the rest is not wanted, and
            // the connection cannot be reused.
            stopSending();
            connection.connection().reset();
        }
        connection = null;
        if (body != null) {
            body.arrived();
        }
        if (!requestSent) {
            readEnded();
        }
    }

    @Override
    public void readEnded() {
        give();
        if (body != null) {
            body.readEnded();
        }
    }

    private void give() {
        if (unanswered != null) {
            OriginAnswer given = unanswered;
            unanswered = null;
            answer.complete(given);
        }
    }

    @Override
    public void failed(OriginFailure failure) {
        Connector.Connected lost = connection;
        connection = null;
        if (body != null) {
            give();
            body.broken(failure);
        } else if (lost != null && connector != null && mayBeStale(lost, failure)) {
            tryAnother(lost, connector);
        } else {
            conclude(failure);
        }
    }

    private void tryAnother(Connector.Connected stale, Connector from) {
        staleConnections++;
        requestSent = false;
        firstByte.suspend();
        stale.state().finish();
        state = null;
        from.reconsider(stale.state());
        from.connect();
    }

    /** RFC 9112 9.3.1: a request on a connection that closes under it may be repeated where that changes nothing. */
    private boolean mayBeStale(Connector.Connected found, OriginFailure failure) {
        return wanted == null
                && found.reuse() == Connector.Reuse.KEPT_ALIVE
                && failure.kind() == OriginFailure.Kind.RESET
                && asked.repeatable()
                && staleConnections < STALE_CONNECTIONS;
    }

    private void ended() {
        Connector.Connected unfinished = connection;
        leave();
        if (unfinished != null) {
            // The reader has had enough, or the origin has: something of the answer is still to come.
            unfinished.connection().reset();
        }
    }

    private void expired(OriginFailure.Kind kind) {
        String whom = state == null ? settings.name() : state.target().toString();
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
        Connector.Connected unfinished = connection;
        leave();
        if (unfinished != null) {
            unfinished.connection().reset();
        } else if (connector != null) {
            connector.giveUp();
        }
        answer.complete(failure);
    }

    private void leave() {
        concluded = true;
        whole.stop();
        firstByte.stop();
        stopSending();
        connection = null;
        if (state != null) {
            state.finish();
            state = null;
        }
    }

    private void stopSending() {
        if (pump != null) {
            pump.stop();
        }
    }
}
