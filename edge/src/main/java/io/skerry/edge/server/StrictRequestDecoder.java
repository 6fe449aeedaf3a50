package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's request decoder with {@link HeadSyntax} looking at every byte of a head the decoder consumes. Part of {@link NettyAccess}.
 *
 * <p>A head with a fault becomes an invalid message, which Vert.x gives to its handler of invalid requests; from then on the connection's
 * bytes go nowhere. So no request is ever built from bytes that two parsers could read in two ways.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private final HeadSyntax syntax;
    private final ConnectionGuard guard;
    private boolean inHead = true;
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
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (inHead && message instanceof ByteBuf bytes && bytes.isReadable()) {
            guard.headArrives();
        }
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int from = buffer.readerIndex();
        int known = out.size();
        boolean head = inHead;
        super.decode(context, buffer, out);
        if (head) {
            for (int i = from; i < buffer.readerIndex(); i++) {
                syntax.next(buffer.getByte(i) & 0xff);
            }
        }
        for (int i = known; i < out.size(); i++) {
            decoded(out.get(i));
        }
        if (refused) {
            out.subList(known + 1, out.size()).clear();
        }
    }

    private void decoded(Object message) {
        if (message instanceof HttpRequest request) {
            inHead = false;
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
        }
    }
}
