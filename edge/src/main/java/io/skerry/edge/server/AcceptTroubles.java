package io.skerry.edge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a listening socket's line: says once that the system gives no connections, most often for want of files that the process may
 * open. Netty tries again a second later, and would log each try with its stack. Confined to the socket's event loop.
 */
final class AcceptTroubles extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptTroubles.class);
    private static final AttributeKey<AcceptTroubles> INSTALLED = AttributeKey.valueOf("skerry-accept-troubles");

    /** Without trouble for so long, the next one is another. */
    static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private boolean said;
    private long last;

    AcceptTroubles(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Watches the socket that this connection was accepted from, if nobody does yet. From any thread. */
    static void watch(Channel accepted) {
        Channel listening = accepted.parent();
        if (listening.attr(INSTALLED).get() == null) {
            AcceptTroubles troubles = new AcceptTroubles(System::nanoTime);
            if (listening.attr(INSTALLED).setIfAbsent(troubles) == null) {
                listening.pipeline().addLast(troubles);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        if (!(cause instanceof IOException)) {
            at.fireExceptionCaught(cause);
            return;
        }
        long now = nanoTime.getAsLong();
        if (!said || now - last > OVER_NANOS) {
            LOG.warn(
                    "{}: no connection is accepted, and tried again each second: {}",
                    at.channel().localAddress(),
                    cause.getMessage());
        }
        said = true;
        last = now;
    }
}
