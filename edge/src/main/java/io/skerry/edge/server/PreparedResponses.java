package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTTP/1.1 responses whose lasting fields are encoded already: one buffer for the head, and for a short content too, past the
 * encoder. Part of {@link NettyAccess}.
 *
 * <p>Everything else goes to the encoder as it is. Sits right in front of it, so that what the other handlers add to a head is in it.
 */
// What a write comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class PreparedResponses extends ChannelOutboundHandlerAdapter {

    /** The name under which the lines travel through Vert.x. */
    static final String CARRIER = "Prepared-Lines";

    /** A content up to here is copied behind the head: that costs less than a second piece on its way through the kernel. */
    private static final int COPIED_BYTES = 4096;

    private static final int PASSING_BYTES = 256;
    private static final byte[] STATUS_LINE = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int COLON_SPACE = (':' << 8) | ' ';
    private static final int LINE_END = ('\r' << 8) | '\n';

    private final ChannelHandlerContext encoder;

    /** A writer in front of this encoder. */
    PreparedResponses(ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        PreparedLines lines = message instanceof FullHttpResponse full ? lines(full.headers()) : null;
        if (lines == null) {
            context.write(message, promise);
            return;
        }
        FullHttpResponse response = (FullHttpResponse) message;
        ByteBuf content = response.content();
        boolean copied = content.readableBytes() <= COPIED_BYTES;
        int size = STATUS_LINE.length + lines.bytes().length + PASSING_BYTES + (copied ? content.readableBytes() : 0);
        ByteBuf bytes = context.alloc().directBuffer(size);
        bytes.writeBytes(STATUS_LINE).writeBytes(lines.bytes());
        passing(response.headers(), bytes);
        if (copied) {
            bytes.writeBytes(content);
            response.release();
            encoder.write(bytes, promise);
            return;
        }
        encoder.write(bytes);
        FileBackedBuf inFile = FileBackedBuf.behind(content);
        if (inFile == null) {
            encoder.write(content, promise);
        } else {
            encoder.write(FileRegions.region(inFile), promise);
            response.release();
        }
    }

    private static @Nullable PreparedLines lines(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        return fields.hasNext() && fields.next().getValue() instanceof PreparedLines lines ? lines : null;
    }

    private static void passing(HttpHeaders headers, ByteBuf bytes) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        fields.next();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            ByteBufUtil.writeAscii(bytes, field.getKey());
            bytes.writeShort(COLON_SPACE);
            ByteBufUtil.writeAscii(bytes, field.getValue());
            bytes.writeShort(LINE_END);
        }
        bytes.writeShort(LINE_END);
    }
}
