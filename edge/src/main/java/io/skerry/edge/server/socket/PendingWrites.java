package io.skerry.edge.server.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What waits in a connection for its socket to take it, and since when the client has taken nothing of it.
 *
 * <p>Of one connection, confined to its event loop.
 */
public final class PendingWrites {

    private long pending;
    private long progress;
    private long since;

    /**
     * For how long nothing was taken, as far as the looks so far can tell: the first that finds something waiting begins the time.
     *
     * @param context of any handler of the connection
     * @param nanos the time, as {@link System#nanoTime} gives it
     * @return nanoseconds; 0 if nothing waits, or something was taken since the last look
     */
    public long stuckNanos(ChannelHandlerContext context, long nanos) {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        long pendingNow = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progressNow = buffer == null ? 0 : buffer.currentProgress();
        if (pendingNow == 0 || pendingNow != pending || progressNow != progress) {
            pending = pendingNow;
            progress = progressNow;
            since = nanos;
        }
        return nanos - since;
    }
}
