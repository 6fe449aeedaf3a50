package io.skerry.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.Method;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a target, which carries one exchange of HTTP/1.1 at a time: the handler between Netty's decoder and whoever asks.
 *
 * <p>Vert.x opens the connection, its TLS included, and keeps its own handler behind this one; that sees bytes only after
 * {@linkplain #switchProtocols a switch of protocols}. Whoever {@linkplain TargetPool took} a connection has it until its answer
 * {@linkplain AnswerReceiver#arrived has arrived}, or until it {@linkplain #reset resets} it or {@linkplain #giveBack gives it back}
 * unused. Confined to its event loop.
 */
// What a write or a close comes to shows in the events of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class OriginConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(OriginConnection.class);

    /** Vert.x's name for its own handler. */
    private static final String VERTX = "handler";

    private static final int CONTINUE = 100;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final TargetPool pool;
    private final NetSocketInternal socket;
    private final ChannelHandlerContext context;
    private final AnswerDecoder decoder;
    private final KeepAlive keepAlive;
    private final ConnectionEnd end;
    /** Who asked; from the request until its answer has arrived and everything read with it was looked at. */
    private @Nullable AnswerReceiver receiver;
    /** In whose context what was read is being told, and in which context that was begun. */
    private @Nullable ContextInternal telling;

    private @Nullable ContextInternal before;
    private boolean used;
    private boolean requestEnded;
    private boolean answerArrived;
    private boolean interim;
    private boolean persistent;
    private boolean switched;
    private boolean closed;

    /** Takes an open socket over, before anything was read from it. */
    OriginConnection(TargetPool pool, NetSocketInternal socket, OriginSettings settings) {
        this.pool = pool;
        this.socket = socket;
        this.decoder = new AnswerDecoder(this, settings.limits());
        this.keepAlive = new KeepAlive(settings.timeouts().idle());
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        pipeline.addBefore(VERTX, "answers", decoder);
        pipeline.addBefore(VERTX, "exchanges", this);
        this.context = pipeline.context(this);
        this.end = new ConnectionEnd(pool.target(), pipeline);
        // An origin that has answered and closes takes no more content; its answer is still to be read.
        pipeline.channel().config().setAutoClose(false);
        pipeline.channel().closeFuture().addListener(_ -> pool.gone(this));
    }

    /** Where it leads. */
    OriginTarget target() {
        return pool.target();
    }

    /** Whether it carried a request before, or has waited for one. */
    boolean used() {
        return used;
    }

    /** Whether the next request may go over it, as far as can be known. */
    boolean usable(long nowNanos) {
        return !closed && context.channel().isActive() && !keepAlive.over(nowNanos);
    }

    /** Writes the head of a request, without flushing it, and tells {@code by} what comes of it. */
    void ask(byte[] head, Method method, AnswerReceiver by) {
        receiver = by;
        used = true;
        requestEnded = false;
        answerArrived = false;
        decoder.await(method.equals(Method.HEAD));
        write(context.alloc().directBuffer(head.length).writeBytes(head));
    }

    /** Writes content of the request, without flushing it. */
    void write(Buffer content) {
        write(((BufferInternal) content).getByteBuf());
    }

    /** Writes what frames the content of the request, without flushing it. */
    void write(byte[] framing) {
        write(Unpooled.wrappedBuffer(framing));
    }

    private void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    /** Sends what was written. */
    void flush() {
        context.flush();
    }

    /** Whether content is to be held back until {@link AnswerReceiver#writable}. */
    boolean full() {
        return !context.channel().isWritable();
    }

    /** All of the request has been written. */
    void endRequest() {
        requestEnded = true;
    }

    /** Whether to read on. */
    void read(boolean on) {
        if (context.channel().config().isAutoRead() != on) {
            context.channel().config().setAutoRead(on);
        }
    }

    /** Gives it back without having asked: it waits unused, and may be closed by then as any other. */
    void giveBack() {
        used = true;
        pool.freed(this);
    }

    /** Closes it in the middle of an exchange, whose receiver is told nothing more. */
    void reset() {
        receiver = null;
        close();
    }

    /** Closes it; harmless when it is. */
    void close() {
        closed = true;
        if (switched) {
            context.channel().close();
        } else {
            // Not through Vert.x's handler: that waits until what was written is sent, and a peer
            // that reads nothing holds it up.
            context.close();
        }
    }

    /**
     * Hands the connection over as it is, while its receiver is told of the head of a 101.
     *
     * @param onClose runs when it is closed, on its event loop
     * @return paused; the bytes behind the head are its first
     */
    NetSocket switchProtocols(Runnable onClose) {
        switched = true;
        receiver = null;
        context.channel().config().setAutoClose(true);
        context.pipeline().addBefore(VERTX, "tunnel", new TunnelBytes());
        read(true);
        context.channel().closeFuture().addListener(_ -> onClose.run());
        return socket.pause();
    }

    /** Something came that nobody asked for. */
    void unasked() {
        if (receiver == null) {
            close();
        }
    }

    /** The decoder is about to tell of what was read. */
    void readBegins() {
        if (receiver != null) {
            telling = (ContextInternal) receiver.context();
            before = telling.beginDispatch();
        }
    }

    /** The decoder has told of what was read. */
    void readEnds() {
        ContextInternal context = telling;
        if (context != null) {
            telling = null;
            try {
                if (receiver != null) {
                    receiver.readEnded();
                }
            } catch (Throwable defect) {
                defect(defect);
            } finally {
                context.endDispatch(before);
            }
        }
        if (switched) {
            unwrap();
        }
    }

    private void unwrap() {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.context(this) != null) {
            pipeline.remove(decoder);
            pipeline.remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext at, Object message) {
        if (switched && message instanceof ByteBuf) {
            at.fireChannelRead(message);
            return;
        }
        AnswerReceiver to = receiver;
        try {
            if (to != null && message instanceof HttpObject object) {
                received(to, object);
            }
        } catch (Throwable defect) {
            defect(defect);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void received(AnswerReceiver to, HttpObject object) {
        if (object.decoderResult().isFailure()) {
            fail(FailureCause.underWay(pool.target(), object.decoderResult().cause()));
            return;
        }
        if (object instanceof HttpResponse response) {
            head(to, response);
        }
        // An interim response ends like any other, and nothing has ended with it.
        if (object instanceof HttpContent content && !interim) {
            content(to, content);
        }
    }

    private void head(AnswerReceiver to, HttpResponse response) {
        HttpVersion version = response.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            fail(new OriginFailure(OriginFailure.Kind.PROTOCOL_ERROR, pool.target() + ": " + version));
            return;
        }
        int status = response.status().code();
        Headers fields = WireFields.read(response.headers());
        interim = status >= CONTINUE && status < 200 && status != SWITCHING_PROTOCOLS;
        if (!interim) {
            persistent = HttpUtil.isKeepAlive(response);
            keepAlive.told(response.headers().get(KeepAlive.FIELD));
            to.head(status, fields);
        } else if (status != CONTINUE) {
            to.interim(new Interim(status, HopByHop.strip(fields)));
        }
    }

    private void content(AnswerReceiver to, HttpContent content) {
        if (content.content().isReadable()) {
            to.content(BufferInternal.buffer(content.content()));
        }
        // A receiver that has had enough has reset the connection.
        if (content instanceof LastHttpContent && receiver != null) {
            if (decoder.ending() && !end.inGoodOrder()) {
                fail(end.failure());
                return;
            }
            answerArrived = true;
            decoder.answered();
            to.arrived();
        }
    }

    /** Everything read together was looked at: only now is it known that nothing came behind the answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext at) {
        if (answerArrived) {
            settle();
        }
        // Vert.x's handler was told of nothing that was read.
    }

    private void settle() {
        answerArrived = false;
        receiver = null;
        long now = System.nanoTime();
        keepAlive.idle(now);
        if (reusable(now)) {
            read(true);
            pool.freed(this);
        } else {
            close();
        }
    }

    /** RFC 9112 6.3: an answer without a length that the end of its connection ended need not have said that it would. */
    private boolean reusable(long nowNanos) {
        return requestEnded
                && persistent
                && !closed
                && !decoder.ending()
                && !decoder.surplus()
                && !keepAlive.over(nowNanos);
    }

    private void fail(OriginFailure failure) {
        AnswerReceiver to = receiver;
        reset();
        if (to != null && !answerArrived) {
            to.failed(failure);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext at) {
        AnswerReceiver to = receiver;
        if (to != null && !full()) {
            in(to.context(), to::writable);
        }
        at.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        OriginFailure failure = FailureCause.underWay(pool.target(), cause);
        if (cause instanceof IOException && receiver != null) {
            // What was received is told first, then the end of the connection.
            end.fault(failure);
        } else {
            broken(failure);
        }
    }

    /** RFC 8446 6.1: behind close_notify nothing comes, though the origin may keep the connection until it is answered. */
    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event instanceof SslCloseCompletionEvent announced && announced.isSuccess()) {
            close();
        }
        at.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        broken(end.failure());
        at.fireChannelInactive();
    }

    private void broken(OriginFailure failure) {
        AnswerReceiver to = receiver;
        if (to == null) {
            close();
        } else {
            in(to.context(), () -> fail(failure));
        }
    }

    /** Who was told of what came could not take it: without the answer's end it would wait for ever. */
    private void defect(Throwable defect) {
        LOG.error("{}: an answer is broken off for a reason that should not exist", pool.target(), defect);
        fail(FailureCause.defect(pool.target(), defect));
    }

    private static void in(Context context, Runnable action) {
        ((ContextInternal) context).dispatch(action);
    }
}
