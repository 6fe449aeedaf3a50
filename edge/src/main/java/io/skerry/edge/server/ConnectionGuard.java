package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.edge.server.socket.PendingWrites;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one HTTP/1 connection: its time-outs, content nobody read, and its end. Part of {@link NettyAccess}.
 *
 * <p>Sits between the codec and Vert.x, so it sees requests before and responses after the pipeline of the edge. One scheduled check per
 * connection, no timer per request.
 */
// What a write or close comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionGuard extends ChannelDuplexHandler {

    /** What is read of content nobody wanted before the connection is closed instead, in stages. */
    static final long DRAIN_BYTES = 256 * 1024;

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private enum Phase {
        HEAD_AWAITED,
        HEAD_ARRIVES,
        EXCHANGE,
        DRAIN,
        TUNNEL
    }

    private final ListenerSettings.Timeouts timeouts;
    private final BooleanSupplier leaving;
    private final ListenerCounts counts;
    private final PendingWrites writes = new PendingWrites();
    private Phase phase = Phase.HEAD_AWAITED;
    private long phaseSince = System.nanoTime();
    private long lastContent;
    /** Whether content has come since the last check, which then takes its own time for when it came. */
    private boolean contentMoved;

    private boolean first = true;
    private boolean contentOpen;
    private boolean closing;
    private boolean lastRequest;
    private boolean contentMalformed;
    private boolean cut;
    private boolean parting;

    private long drainedBytes;
    private @Nullable Runnable discard;

    /**
     * A guard of a connection that was just accepted.
     *
     * @param leaving whether the server is being drained: each response is then its connection's last
     * @param counts of its listener
     */
    ConnectionGuard(ListenerSettings.Timeouts timeouts, BooleanSupplier leaving, ListenerCounts counts) {
        this.timeouts = timeouts;
        this.leaving = leaving;
        this.counts = counts;
    }

    /** Tells what to do with content nobody has read when the current request's response has ended. */
    void onUnread(Runnable newDiscard) {
        discard = newDiscard;
    }

    /** Whether the last response of this connection has begun: what was pipelined behind its request is never answered. */
    boolean closing() {
        return closing;
    }

    /** Makes the current response the connection's last. */
    void closeAfterResponse() {
        closing = true;
    }

    /** Whether the connection was switched to another protocol. */
    boolean tunnel() {
        return phase == Phase.TUNNEL;
    }

    /** Whether the content of the current request broke its framing: it has no end, and what follows is no request. */
    boolean contentMalformed() {
        return contentMalformed;
    }

    /** A part of a head has come, and more of it is to come. */
    void headArrives() {
        if (phase == Phase.HEAD_AWAITED) {
            // The time for the first head runs from accept, or a connection could be held for the sum of both.
            phase = Phase.HEAD_ARRIVES;
            phaseSince = first ? phaseSince : System.nanoTime();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        schedule(context, timeouts.shortestNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (parting) {
            drop(context, message);
            return;
        }
        if (message instanceof HttpRequest request) {
            phase = Phase.EXCHANGE;
            first = false;
            discard = null;
            contentOpen = true;
            contentMoved = true;
            // RFC 9112 9.6: "close" may stand among other options; the codec knows it only when it stands alone.
            lastRequest = request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        }
        if (message instanceof HttpContent content) {
            contentMalformed |= content.decoderResult().isFailure();
            contentMoved = true;
            contentOpen = !(message instanceof LastHttpContent);
            if (phase == Phase.DRAIN && drainedTooMuch(content.content())) {
                count(Cut.UNREAD_CONTENT);
                part(context);
                drop(context, message);
                return;
            }
        }
        context.fireChannelRead(message);
        if (phase == Phase.DRAIN && !contentOpen) {
            drained(context);
        }
    }

    /** Says that nothing more comes, and leaves the client the time of a drain to hear of it. */
    private void part(ChannelHandlerContext context) {
        parting = true;
        enter(Phase.DRAIN);
        StagedClose.begin(context);
    }

    private void drop(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && drainedTooMuch(bytes)) {
            context.channel().config().setAutoRead(false);
        }
        ReferenceCountUtil.release(message);
    }

    private boolean drainedTooMuch(ByteBuf bytes) {
        drainedBytes += bytes.readableBytes();
        return drainedBytes > DRAIN_BYTES;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            int status = response.status().code();
            if (status == 101) {
                enter(Phase.TUNNEL);
            }
            if (status < 200) {
                context.write(message, promise);
                return;
            }
            if (closing || lastRequest || leaving.getAsBoolean()) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            closing |= response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        }
        if (!(message instanceof LastHttpContent) || phase == Phase.TUNNEL) {
            context.write(message, promise);
            return;
        }
        boolean close = closing && !contentOpen;
        // Where requests have come behind this one, reading has stopped.
        boolean staged = !context.channel().config().isAutoRead();
        ChannelPromise written = promise.unvoid();
        if (close) {
            written.addListener(staged ? _ -> part(context) : ChannelFutureListener.CLOSE);
        }
        context.write(message, written);
        if (contentOpen) {
            drain();
        } else {
            enter(Phase.HEAD_AWAITED);
        }
        if (context.pipeline().get(NettyAccess.DECODER) instanceof StrictRequestDecoder decoder) {
            decoder.goOn(context);
        }
    }

    private void drain() {
        enter(Phase.DRAIN);
        drainedBytes = 0;
        if (discard != null) {
            discard.run();
        }
    }

    private void drained(ChannelHandlerContext context) {
        enter(Phase.HEAD_AWAITED);
        if (closing) {
            StagedClose.after(context);
        }
    }

    private void enter(Phase next) {
        phase = next;
        phaseSince = System.nanoTime();
    }

    private void schedule(ChannelHandlerContext context, long delayNanos) {
        long delay = Math.max(1_000_000, Math.min(delayNanos, timeouts.shortestNanos()));
        context.executor().schedule(() -> check(context), delay, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        if (!context.channel().isActive() || context.isRemoved()) {
            return;
        }
        long now = System.nanoTime();
        long leftOfWriting = timeouts.write().toNanos() - writes.stuckNanos(context, now);
        long left = Math.min(leftOfPhase(context, now), leftOfWriting);
        if (left > 0) {
            schedule(context, left);
        } else {
            if (leftOfWriting <= 0) {
                count(Cut.SLOW_READER);
                // An end in good order would follow all that waits in the system, and might be taken for the content's.
                NettyAccess.abort(context.pipeline());
            } else {
                countPhase();
                cut(context);
            }
        }
    }

    private long leftOfPhase(ChannelHandlerContext context, long now) {
        return switch (phase) {
            case HEAD_AWAITED -> (first ? timeouts.head() : timeouts.keepAlive()).toNanos() - (now - phaseSince);
            case HEAD_ARRIVES -> timeouts.head().toNanos() - (now - phaseSince);
            case EXCHANGE -> leftOfContent(context, now);
            case DRAIN -> DRAIN_NANOS - (now - phaseSince);
            case TUNNEL -> Long.MAX_VALUE;
        };
    }

    /** Content read past {@link ArrivingContent}, which is quicker and answers 408, is cut here. */
    private long leftOfContent(ChannelHandlerContext context, long now) {
        if (!contentOpen || !context.channel().config().isAutoRead()) {
            contentMoved = true;
            return Long.MAX_VALUE;
        }
        if (contentMoved) {
            contentMoved = false;
            lastContent = now;
        }
        return 2 * timeouts.body().toNanos() - (now - lastContent);
    }

    private void countPhase() {
        switch (phase) {
            case HEAD_AWAITED -> {
                if (first) {
                    count(Cut.SLOW_HEAD);
                }
            }
            case HEAD_ARRIVES -> count(Cut.SLOW_HEAD);
            case EXCHANGE -> count(Cut.SLOW_CONTENT);
            case DRAIN -> count(Cut.UNREAD_CONTENT);
            case TUNNEL -> {}
        }
    }

    /** Tells of it once: what comes until the connection is closed may pass the same bound again, or another. */
    void count(Cut why) {
        if (!cut) {
            cut = true;
            counts.cut(why);
        }
    }

    private void cut(ChannelHandlerContext context) {
        if (phase == Phase.HEAD_ARRIVES) {
            StagedClose.timedOut(context);
        } else {
            context.close();
        }
    }
}
