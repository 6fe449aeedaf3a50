package io.skerry.origin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection on which an origin has sent more than the response it was asked for.
 *
 * <p>The sequence that goes wrong without it: an origin declares five bytes and sends fifty; the decoder keeps the surplus; the
 * connection goes back to the pool; the next request's response begins with the surplus, so that one URL is answered, and stored,
 * with what somebody put behind the content of another. RFC 9112 6.3 has such a connection closed. The end of a response is therefore
 * held back until its last read has been decoded: if anything is left of that read then, the response is handed on and the connection
 * closed. Where the read before it ended inside a line, what is left cannot be seen, and the connection is not trusted either.
 *
 * <p>Two handlers on one event loop: this one in front of the codec sees bytes, {@link Messages} behind it sees messages.
 */
// What a close comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class SurplusGuard extends ChannelInboundHandlerAdapter {

    /** The name in the pipeline of what sees messages. */
    static final String MESSAGES = "surplus-messages";

    private static final int SWITCHING_PROTOCOLS = 101;

    private boolean awaited;
    private boolean interim;
    private boolean switched;
    private boolean decoding;
    /** Whether the codec holds a part of a line from the reads before. */
    private boolean partial;
    /** Whether the codec has made more of a read than the response that was awaited. */
    private boolean surplus;

    private @Nullable Object end;

    /** The part of it that goes behind the codec, under the name {@link #MESSAGES}. */
    ChannelHandler messages() {
        return new Messages();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (switched || !(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (!awaited) {
            bytes.release();
            context.close();
            return;
        }
        boolean began = partial;
        bytes.retain();
        decoding = true;
        try {
            context.fireChannelRead(bytes);
        } finally {
            decoding = false;
            partial = bytes.isReadable();
            bytes.release();
        }
        if (end != null) {
            deliver(context, began || partial || surplus);
        }
    }

    private void deliver(ChannelHandlerContext context, boolean distrusted) {
        Object last = end;
        end = null;
        partial = false;
        ChannelHandlerContext behind = context.pipeline().context(MESSAGES);
        if (behind != null && last != null) {
            behind.fireChannelRead(last);
        }
        if (distrusted) {
            // Whatever was asked meanwhile gets no answer from here.
            awaited = false;
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (end != null) {
            deliver(context, false);
        }
        context.fireChannelInactive();
    }

    /** Behind the codec: knows when a response is awaited, and keeps its end. */
    private final class Messages extends ChannelDuplexHandler {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest) {
                awaited = true;
            }
            context.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!awaited && !switched && message instanceof HttpObject) {
                surplus = true;
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpResponse response) {
                int status = response.status().code();
                switched = status == SWITCHING_PROTOCOLS;
                interim = status < 200 && !switched;
            }
            boolean last = message instanceof LastHttpContent && !interim && !switched;
            if (last) {
                awaited = false;
            }
            if (last && decoding) {
                end = message;
            } else {
                context.fireChannelRead(message);
            }
        }
    }
}
