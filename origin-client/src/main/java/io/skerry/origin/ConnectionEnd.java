package io.skerry.origin;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** How a connection ends: with a fault, or in good order. Confined to its event loop. */
final class ConnectionEnd {

    private final OriginTarget target;
    private final ChannelPipeline pipeline;
    private @Nullable OriginFailure fault;

    /** Of an open connection. */
    ConnectionEnd(OriginTarget target, ChannelPipeline pipeline) {
        this.target = target;
        this.pipeline = pipeline;
    }

    /** Nothing more can be sent, or nothing read; the first of such faults counts. */
    void fault(OriginFailure failure) {
        if (fault == null) {
            fault = failure;
        }
    }

    /**
     * Whether, now that the connection has ended, content without a length is complete. RFC 9112 9.8: over TLS that takes the peer's word
     * for it (close_notify), since anybody on the way can end a connection.
     */
    boolean inGoodOrder() {
        SslHandler tls = pipeline.get(SslHandler.class);
        return fault == null && (tls == null || tls.sslCloseFuture().isSuccess());
    }

    /** What somebody is told whose answer ended with it. */
    OriginFailure failure() {
        OriginFailure before = fault;
        return before != null
                ? before
                : new OriginFailure(OriginFailure.Kind.RESET, target + ": the connection was closed");
    }
}
