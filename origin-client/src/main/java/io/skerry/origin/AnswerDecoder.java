package io.skerry.origin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;
import io.skerry.cache.message.HttpVersions;
import java.util.List;

/**
 * Netty's decoder of responses, for one request at a time: it knows whether an answer is awaited, and to what.
 *
 * <p>The sequence that goes wrong without it: an origin declares five bytes and sends fifty; the decoder keeps the surplus; the
 * connection goes back to the pool; the next request's response begins with the surplus, so that one URL is answered, and stored,
 * with what somebody put behind the content of another. RFC 9112 6.3 has such a connection closed. Bytes that come while no answer is
 * awaited, also those read together with the end of one, are therefore dropped, and the connection with them.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    /** As much as is read at once: in shorter parts each would be a write of its own to the client. */
    private static final int MOST_CONTENT_AT_ONCE = 64 * 1024;

    private final OriginConnection connection;
    private boolean awaited;
    private boolean withoutContent;
    private boolean surplus;
    private boolean ending;

    AnswerDecoder(OriginConnection connection, OriginLimits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.headerBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(MOST_CONTENT_AT_ONCE));
        this.connection = connection;
    }

    /**
     * An answer is awaited from here on.
     *
     * @param headRequest whether it is one to HEAD, which has no content whatever it declares (RFC 9112 6.3)
     */
    void await(boolean headRequest) {
        awaited = true;
        withoutContent = headRequest;
    }

    /** The answer has come. */
    void answered() {
        awaited = false;
    }

    /** Whether more came than was asked for. */
    boolean surplus() {
        return surplus;
    }

    /** Whether what is told comes of the end of the connection. */
    boolean ending() {
        return ending;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        connection.readBegins();
        try {
            super.channelRead(context, message);
        } finally {
            connection.readEnds();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        // What the end of the connection makes of what was read is told as if it had been read.
        connection.readBegins();
        ending = true;
        try {
            super.channelInactive(context);
        } finally {
            connection.readEnds();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (awaited) {
            super.decode(context, bytes, out);
        } else if (bytes.isReadable()) {
            surplus = true;
            bytes.skipBytes(bytes.readableBytes());
            connection.unasked();
        }
    }

    /** Of a minor version that it does not know, Netty would refuse the chunks. */
    @Override
    protected HttpMessage createMessage(String[] line) {
        line[0] = HttpVersions.known(line[0]);
        return super.createMessage(line);
    }

    /**
     * The name of a field. Netty ends it at its first blank and forgets what stands between that and the colon: blanks are to be
     * removed (RFC 9112 5.1), but of {@code Cache Control: no-store} another field would remain.
     */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        int at = start + length;
        while (at < line.length && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        if (at == line.length || line[at] != ':') {
            throw new IllegalArgumentException("a blank in the name of a field");
        }
        return super.splitHeaderName(line, start, length);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return (withoutContent && !interim) || super.isContentAlwaysEmpty(message);
    }
}
