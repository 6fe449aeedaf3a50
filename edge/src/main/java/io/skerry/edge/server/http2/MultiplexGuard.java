package io.skerry.edge.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Stream;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.edge.server.socket.PendingWrites;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches one HTTP/2 connection: closes it when it has had no stream for the keep-alive time, or takes no byte of what is ready for
 * it; resets streams of which nothing is taken while others go on.
 */
// What a write or close comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class MultiplexGuard extends ChannelInboundHandlerAdapter {

    private final ConnectionWatch.Waits waits;
    private final Http2Connection connection;
    private final StalledStreams streams;
    private final ListenerCounts counts;
    private final PendingWrites writes = new PendingWrites();
    private boolean used;
    private int newestStream;
    private long idleSince = System.nanoTime();

    MultiplexGuard(
            ConnectionWatch.Waits waits, Http2Connection connection, StalledStreams streams, ListenerCounts counts) {
        this.waits = waits;
        this.connection = connection;
        this.streams = streams;
        this.counts = counts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        schedule(context);
    }

    private void schedule(ChannelHandlerContext context) {
        context.executor().schedule(() -> check(context), waits.look().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        if (!context.channel().isActive() || context.isRemoved()) {
            return;
        }
        long now = System.nanoTime();
        // Most streams begin and end between two checks.
        int newest = connection.remote().lastStreamCreated();
        boolean opened = newest != newestStream;
        newestStream = newest;
        List<Http2Stream> stalled = streams.find(context, now, waits.write().toNanos());
        boolean allStall = !opened && !stalled.isEmpty() && stalled.size() == connection.numActiveStreams();
        if (allStall || writes.stuckNanos(context, now) >= waits.write().toNanos()) {
            counts.cut(Cut.SLOW_READER);
            close(context);
            return;
        }
        if (idleTooLong(opened, now)) {
            if (!used) {
                counts.cut(Cut.SLOW_HEAD);
            }
            close(context);
            return;
        }
        counts.stalled(stalled.size());
        streams.reset(context, stalled);
        schedule(context);
    }

    /** Netty sends GOAWAY on close; if the client takes nothing, that write fails and the channel closes all the same. */
    private static void close(ChannelHandlerContext context) {
        context.channel().close();
    }

    private boolean idleTooLong(boolean opened, long now) {
        if (opened || connection.numActiveStreams() > 0) {
            used = true;
            idleSince = now;
            return false;
        }
        long limit = (used ? waits.keepAlive() : waits.first()).toNanos();
        return now - idleSince >= Math.max(limit, waits.first().toNanos());
    }
}
