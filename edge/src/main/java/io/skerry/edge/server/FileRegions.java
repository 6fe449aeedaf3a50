package io.skerry.edge.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.skerry.cache.store.BodyRead.FileRange;
import java.nio.channels.FileChannel;

/**
 * Puts the place in a file in place of content that lies there: the connection sends it from the file (sendfile(2)), which spares the copy
 * into the socket. Netty does so; on io_uring, where it does not, {@link RingFiles}. Part of {@link NettyAccess}.
 *
 * <p>Sits in front of the encoder, which takes files for content. A write completes when the socket has taken the last byte, as that of
 * a buffer does.
 */
// What a write comes to, Netty tells the pipeline; there is nobody else to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class FileRegions extends ChannelOutboundHandlerAdapter {

    /** A part of a file waits for its client without memory of its own, so that more may wait than of other bytes. */
    private static final int LIGHTER = 16;

    /** Counts a file by its bytes where Netty would count nothing: back-pressure and the time-out of writing need them. */
    static final MessageSizeEstimator ESTIMATOR = () -> {
        MessageSizeEstimator.Handle others = DefaultMessageSizeEstimator.DEFAULT.newHandle();
        return message -> message instanceof FileRegion file
                ? Math.clamp(file.count() / LIGHTER, 1, Integer.MAX_VALUE)
                : others.size(message);
    };

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        FileBackedBuf bytes = message instanceof HttpContent content ? FileBackedBuf.behind(content.content()) : null;
        if (bytes == null) {
            context.write(message, promise);
            return;
        }
        if (message instanceof HttpResponse head) {
            context.write(new DefaultHttpResponse(head.protocolVersion(), head.status(), head.headers()));
        }
        FileRegion region = region(bytes);
        ((HttpContent) message).release();
        if (message instanceof LastHttpContent) {
            context.write(region);
            context.write(LastHttpContent.EMPTY_LAST_CONTENT, promise);
        } else {
            context.write(region, promise);
        }
    }

    /** The place in the file, in place of its bytes. */
    static FileRegion region(FileBackedBuf bytes) {
        return new Region(bytes.range(), bytes.readableBytes());
    }

    /** A part of a file that is not ours to close. */
    static final class Region extends DefaultFileRegion {

        private final FileRange range;
        private long sent;

        Region(FileRange range, long count) {
            super(range.channel(), range.position(), count);
            this.range = range;
        }

        /** The file, by Java's and by the system's name. */
        FileChannel file() {
            return range.channel();
        }

        int descriptor() {
            return range.descriptor();
        }

        /** The first byte of the file that {@link RingFiles} has not sent yet, and how many there are from there. */
        long next() {
            return position() + sent;
        }

        long left() {
            return count() - sent;
        }

        void advance(long bytes) {
            sent += bytes;
        }

        @Override
        protected void deallocate() {
            // The file is the store's, and stays open.
        }
    }
}
