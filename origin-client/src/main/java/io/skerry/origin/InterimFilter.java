package io.skerry.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.skerry.cache.message.Headers;
import io.vertx.core.MultiMap;

/**
 * Makes interim responses that Vert.x would take for the answer into ones it knows: of every 1xx but 100, 101 and 103 a 103 that says in
 * a field of its own what it was (RFC 9110 15.2: a client has to be able to read any of them).
 */
final class InterimFilter extends ChannelInboundHandlerAdapter {

    /** The status that a 103 had. */
    private static final String STATUS_FIELD = "skerry-interim-status";

    private static final int EARLY_HINTS = 103;

    /** The interim response with these fields. */
    static Interim read(MultiMap fields) {
        String status = fields.get(STATUS_FIELD);
        Headers headers = WireFields.read(fields).without(STATUS_FIELD);
        return new Interim(status == null ? EARLY_HINTS : Integer.parseInt(status), headers);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response && response.decoderResult().isSuccess()) {
            int status = response.status().code();
            if (status == EARLY_HINTS) {
                response.headers().remove(STATUS_FIELD);
            } else if (unknown(status)) {
                response.setStatus(HttpResponseStatus.EARLY_HINTS);
                response.headers().set(STATUS_FIELD, Integer.toString(status));
            }
        }
        context.fireChannelRead(message);
    }

    private static boolean unknown(int status) {
        return status >= 100 && status < 200 && status != 100 && status != 101;
    }
}
