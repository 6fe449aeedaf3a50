package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.skerry.cache.message.HttpVersions;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's request decoder with {@link HeadSyntax} looking at every byte of a head the decoder consumes. Part of {@link NettyAccess}.
 *
 * <p>A head with a fault becomes an invalid message, which Vert.x gives to its handler of invalid requests; from then on the connection's
 * bytes go nowhere. So no request is ever built from bytes that two parsers could read in two ways.
 *
 * <p>Behind a request to switch protocols nothing is decoded until it is answered: what comes may be of the other protocol. If it is
 * switched to, the bytes go to the tunnel ({@link EarlyBytes}); if not, they are requests after all.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private final HeadSyntax syntax;
    private final ConnectionGuard guard;
    /** What is held of the bytes behind a request to switch protocols; then reading stops. */
    static final int HELD_BYTES = 64 * 1024;

    private boolean inHead = true;
    private boolean asksToSwitch;
    private boolean holding;
    private boolean stopped;
    private boolean refused;

    /** A head that broke the grammar. */
    static final class SyntaxFault extends RuntimeException {
        private final transient HeadSyntax.Fault fault;

        SyntaxFault(HeadSyntax.Fault fault) {
            super(fault.text(), null, false, false);
            this.fault = fault;
        }

        HeadSyntax.Fault fault() {
            return fault;
        }
    }

    StrictRequestDecoder(Http1ServerConfig config, HeadSyntax syntax, ConnectionGuard guard) {
        super(config);
        this.syntax = syntax;
        this.guard = guard;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (holding) {
            hold(context, buffer.readableBytes());
            return;
        }
        // A head without content comes out together with its end.
        asksToSwitch = false;
        int from = buffer.readerIndex();
        int known = out.size();
        boolean head = inHead;
        super.decode(context, buffer, out);
        if (head) {
            for (int i = from; i < buffer.readerIndex(); i++) {
                syntax.next(buffer.getByte(i) & 0xff);
            }
            if (out.size() == known) {
                guard.headArrives();
            }
        }
        for (int i = known; i < out.size(); i++) {
            decoded(out.get(i));
        }
        if (refused) {
            out.subList(known + 1, out.size()).clear();
        }
    }

    private void hold(ChannelHandlerContext context, int bytes) {
        if (bytes >= HELD_BYTES && !stopped) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    /** The request to switch protocols has been answered otherwise: what came behind it is decoded. */
    void goOn(ChannelHandlerContext context) {
        if (holding) {
            holding = false;
            readAgain(context);
            context.executor().execute(() -> decodeHeld(context));
        }
    }

    private void decodeHeld(ChannelHandlerContext context) {
        ChannelHandlerContext own = context.pipeline().context(this);
        if (own == null) {
            return;
        }
        try {
            channelRead(own, Unpooled.EMPTY_BUFFER);
            channelReadComplete(own);
        } catch (Exception defect) {
            own.fireExceptionCaught(defect);
        }
    }

    private void readAgain(ChannelHandlerContext context) {
        if (stopped) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
    }

    /** Of a minor version that it does not know, Netty would refuse the chunks. */
    @Override
    protected HttpMessage createMessage(String[] line) {
        line[2] = HttpVersions.known(line[2]);
        return super.createMessage(line);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        readAgain(context);
        super.handlerRemoved0(context);
    }

    private void decoded(Object message) {
        if (message instanceof HttpRequest request) {
            inHead = false;
            asksToSwitch = request.headers().contains(HttpHeaderNames.UPGRADE);
            syntax.fault().ifPresent(fault -> request.setDecoderResult(DecoderResult.failure(new SyntaxFault(fault))));
            if (request.decoderResult().isFailure()) {
                refused = true;
                // The answer is ours, whatever version the request claimed.
                request.setProtocolVersion(HttpVersion.HTTP_1_1);
            }
            syntax.restart();
        }
        if (message instanceof LastHttpContent) {
            inHead = true;
            holding = asksToSwitch;
        }
    }
}
