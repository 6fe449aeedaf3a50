package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import io.skerry.edge.server.FileRegions.Region;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sends parts of files on a connection of io_uring, which has no sendfile(2): it would take each page through a pipe on another thread.
 *
 * <p>Right at the socket, so that all that goes there passes by. A part waits until everything before it has gone out and is then sent by
 * {@link SendFile}; whatever is written meanwhile waits behind it. While the socket is full, the next piece is written as bytes: once
 * that has gone out there is room again. Confined to the connection's event loop. Part of {@link NettyAccess}.
 */
// What a write comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class RingFiles extends ChannelOutboundHandlerAdapter {

    /** What is written while there is no room, only to be told when there is: little, since it is copied. */
    private static final int PIECE_BYTES = 4 * 1024;
    /** What a connection sends before the others of its event loop have their turn, however fast its client takes it. */
    private static final long TURN_BYTES = 2 * 1024 * 1024;
    /** Which of the reasons not to write it is, of those that Netty leaves to others. */
    private static final int SENDING = 1;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean sending;

    private record Waiting(Object message, ChannelPromise promise) {}

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!sending && !(message instanceof Region)) {
            context.write(message, promise);
            return;
        }
        waiting.add(new Waiting(message, promise));
        if (!sending) {
            sending = true;
            goOn(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        fail(new ClosedChannelException());
    }

    private void send(ChannelHandlerContext context) {
        writable(context, false);
        long turn = 0;
        // Whoever is told that a part has gone out may write the next: it waits with the others.
        while (!waiting.isEmpty()) {
            Waiting next = waiting.element();
            ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
            if (!(next.message() instanceof Region region) || outbound == null) {
                waiting.remove();
                context.write(next.message(), next.promise());
            } else if (outbound.totalPendingWriteBytes() > 0) {
                awaitEarlier(context);
                return;
            } else if (turn >= TURN_BYTES) {
                context.executor().execute(() -> goOn(context));
                return;
            } else if (region.left() > 0) {
                turn += sendSome(context, region);
            } else {
                waiting.remove();
                region.release();
                next.promise().trySuccess();
            }
        }
        sending = false;
        context.flush();
        writable(context, true);
    }

    private void goOn(ChannelHandlerContext context) {
        if (!sending) {
            return;
        }
        try {
            send(context);
        } catch (RuntimeException | Error defect) {
            end(context, new IOException(defect));
        }
    }

    /** Goes on when all that was written has gone out. */
    private void awaitEarlier(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                // Not at once: what has just gone out is taken off the account when its listeners have been told.
                context.executor().execute(() -> goOn(context));
            } else {
                fail(written.cause());
            }
        });
    }

    /** Sends what there is room for, and then a piece of what is left; how much of it. */
    private long sendSome(ChannelHandlerContext context, Region region) {
        long before = region.left();
        int socket = ((UnixChannel) context.channel()).fd().intValue();
        long sent = SendFile.send(socket, region.descriptor(), region.next(), region.left());
        if (sent == 0 || (sent < 0 && sent != SendFile.TRY_AGAIN)) {
            end(context, new IOException("sendfile: " + sent));
            return 0;
        }
        region.advance(Math.max(0, sent));
        if (region.left() > 0) {
            writePiece(context, region);
        }
        return before - region.left();
    }

    private void writePiece(ChannelHandlerContext context, Region region) {
        int count = (int) Math.min(PIECE_BYTES, region.left());
        ByteBuf piece = context.alloc().directBuffer(count);
        try {
            piece.writeBytes(region.file(), region.next(), count);
            region.advance(count);
            context.write(piece);
        } catch (IOException closed) {
            piece.release();
            end(context, closed);
        }
    }

    private void end(ChannelHandlerContext context, IOException cause) {
        context.close();
        fail(cause);
    }

    private void fail(Throwable cause) {
        sending = false;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            ReferenceCountUtil.release(next.message());
            next.promise().tryFailure(cause);
        }
    }

    private static void writable(ChannelHandlerContext context, boolean writable) {
        ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
        if (outbound != null) {
            outbound.setUserDefinedWritability(SENDING, writable);
        }
    }
}
