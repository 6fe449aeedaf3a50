package io.skerry.edge.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.skerry.cache.message.Headers;
import io.skerry.edge.server.http2.ConnectionWatch;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.headers.HttpHeaders;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Where the edge touches what lies beneath Vert.x's public interfaces: here, and in the channel handlers installed here
 * ({@link StrictRequestDecoder}, {@link ConnectionGuard}, {@link PreparedResponses}, {@link FileRegions}, {@link RingFiles},
 * {@link EarlyBytes}, {@link HeapContent}, on listening sockets {@link AcceptTroubles}, and for HTTP/2 those of {@link ConnectionWatch}). Bytes have {@link NettyBytes}.
 */
public final class NettyAccess {

    static final String DECODER = "httpDecoder";
    private static final AttributeKey<String> PEER = AttributeKey.valueOf("skerry-peer");
    private static final AttributeKey<Boolean> CUT = AttributeKey.valueOf("skerry-cut");
    private static final String ENCODER = "httpEncoder";
    private static final String GUARD = "guard";
    private static final String UNGUARDED = "idle";
    private static final String PREPARED = "prepared";
    static final String FILES = "files";
    private static final String RING_FILES = "ring-files";

    private NettyAccess() {}

    /**
     * Puts lines that were encoded before at the head of a response, and further fields behind them, if its connection takes lines.
     *
     * @param request whose response has status 200 and no fields yet, and will be ended with its whole content in one piece
     * @param fields those behind the lines start at {@code from}
     * @return whether it does; if not, nothing was done and all fields have to be set one by one
     */
    public static boolean prepared(HttpServerRequest request, PreparedLines lines, Headers fields, int from) {
        return switch (request.version()) {
            case HTTP_1_0, HTTP_3 -> false;
            case HTTP_1_1 ->
                pipeline(request.connection()).get(PREPARED) != null && http1(request, lines, fields, from);
            case HTTP_2 ->
                request.response().headers() instanceof HttpHeaders wrapped
                        && wrapped.unwrap() instanceof Http2Headers headers
                        && http2(headers, lines, fields, from);
        };
    }

    private static boolean http1(HttpServerRequest request, PreparedLines lines, Headers fields, int from) {
        MultiMap headers = request.response().headers().add(PreparedResponses.CARRIER, lines);
        for (int i = from; i < fields.size(); i++) {
            headers.add(fields.name(i), fields.value(i));
        }
        return true;
    }

    private static boolean http2(Http2Headers headers, PreparedLines lines, Headers fields, int from) {
        headers.add(lines.http2());
        for (int i = from; i < fields.size(); i++) {
            headers.add(PreparedLines.lowerCase(fields.name(i)), fields.value(i));
        }
        return true;
    }

    /**
     * Makes an accepted connection strict and watched, on its event loop, before its first byte is read.
     *
     * @param http1 as the server was configured with
     * @param leaving whether the server is being drained
     * @param counts of its listener
     * @param unread told after each request of HTTP/2 whose head nobody was given
     */
    static void guard(
            HttpConnection connection,
            ListenerSettings settings,
            Http1ServerConfig http1,
            BooleanSupplier leaving,
            ListenerCounts counts,
            ConnectionWatch.Unread unread) {
        ChannelPipeline pipeline = pipeline(connection);
        pipeline.remove(UNGUARDED);
        if (pipeline.get(DECODER) == null) {
            Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
            ConnectionWatch.install(pipeline, http2, waits(settings.timeouts()), counts, unread);
            return;
        }
        ConnectionGuard guard = new ConnectionGuard(settings.timeouts(), leaving, counts);
        HeadSyntax syntax = new HeadSyntax(settings.limits().headerFields());
        pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(http1, syntax, guard));
        // Files count as what they are: a client that takes none of them holds the next back.
        pipeline.channel().config().setMessageSizeEstimator(FileRegions.ESTIMATOR);
        pipeline.addBefore("handler", FILES, new FileRegions());
        if (pipeline.channel() instanceof IoUringSocketChannel) {
            pipeline.addFirst(RING_FILES, new RingFiles());
        }
        pipeline.addBefore("handler", PREPARED, new PreparedResponses(pipeline.context(ENCODER)));
        pipeline.addBefore("handler", GUARD, guard);
        pipeline.addBefore("handler", "early", new EarlyBytes());
        pipeline.addBefore("handler", "content", new HeapContent());
    }

    private static ConnectionWatch.Waits waits(ListenerSettings.Timeouts timeouts) {
        return new ConnectionWatch.Waits(
                timeouts.head(), timeouts.keepAlive(), timeouts.write(), Duration.ofNanos(timeouts.shortestNanos()));
    }

    /**
     * Writes an interim response (RFC 9110 15.2) before the head of the answer, on the connection's event loop.
     *
     * @param request of HTTP/1.1 or HTTP/2, whose answer has not begun
     * @param status 102 to 199
     * @param fields end-to-end
     */
    // What a write comes to shows when the answer is written.
    @SuppressWarnings("FutureReturnValueIgnored")
    public static void writeInterim(HttpServerRequest request, int status, MultiMap fields) {
        if (status == HttpResponseStatus.EARLY_HINTS.code()) {
            request.response().writeEarlyHints(fields);
            return;
        }
        ChannelPipeline pipeline = pipeline(request.connection());
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(status));
            fields.forEach(field -> headers.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
            ChannelHandlerContext context = pipeline.context(http2);
            http2.encoder().writeHeaders(context, (int) request.streamId(), headers, 0, false, context.newPromise());
            context.flush();
            return;
        }
        FullHttpResponse interim = new DefaultFullHttpResponse(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        fields.forEach(field -> interim.headers().add(field.getKey(), field.getValue()));
        ((ConnectionBase) request.connection()).channelHandlerContext().writeAndFlush(interim);
    }

    /** Whether the head of a request of HTTP/2, which is just being handed over, ended its stream: no content follows. */
    static boolean endedWithHead(HttpServerRequest request) {
        Http2ConnectionHandler http2 = pipeline(request.connection()).get(Http2ConnectionHandler.class);
        Http2Stream stream = http2.connection().stream((int) request.streamId());
        return stream == null || !stream.state().remoteSideOpen();
    }

    /** Tells the connection's guard what to do with content of the current request that nobody read. */
    static void onUnread(HttpConnection connection, Runnable discard) {
        if (pipeline(connection).get(GUARD) instanceof ConnectionGuard guard) {
            guard.onUnread(discard);
        }
    }

    /** Makes the current response the connection's last. */
    public static void closeAfterResponse(HttpConnection connection) {
        if (pipeline(connection).get(GUARD) instanceof ConnectionGuard guard) {
            guard.closeAfterResponse();
        }
    }

    /**
     * Ends a connection by a RST, which no peer takes for an end in good order; what was not sent yet is lost. Harmless where its client
     * has closed it and nobody was told yet.
     */
    public static void abort(HttpConnection connection) {
        abort(pipeline(connection));
    }

    // What a close comes to shows in the events of the channel.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void abort(ChannelPipeline pipeline) {
        if (pipeline.channel().isOpen()) {
            pipeline.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // Not through TLS, which would announce an end (RFC 9112 9.8).
            pipeline.firstContext().close();
        }
    }

    /**
     * Ends a connection whatever it is about: one that was switched to another protocol in good order, as far as TCP goes, any other as
     * {@link #abort} does.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void cut(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        if (pipeline.get(GUARD) instanceof ConnectionGuard guard && guard.tunnel()) {
            pipeline.channel().attr(CUT).set(Boolean.TRUE);
            pipeline.firstContext().close();
        } else {
            abort(pipeline);
        }
    }

    /** Whether a connection that was switched to another protocol was ended by {@link #cut}, not by one of those it joined. */
    public static boolean wasCut(HttpConnection connection) {
        return pipeline(connection).channel().hasAttr(CUT);
    }

    /** Says once, not each second with its stack, that a socket accepts no connections: from the first that it has accepted on. */
    public static void watchAccepting(HttpConnection accepted) {
        AcceptTroubles.watch(pipeline(accepted).channel());
    }

    /** Counts that content of a request stood still; of HTTP/1 its connection ends with that, and is not counted again. */
    static void countSlowContent(HttpConnection connection, ListenerCounts counts) {
        if (pipeline(connection).get(GUARD) instanceof ConnectionGuard guard) {
            guard.count(Cut.SLOW_CONTENT);
        } else {
            counts.cut(Cut.SLOW_CONTENT);
        }
    }

    /** Whether a connection was never opened because its TLS handshake took too long. */
    static boolean handshakeTimedOut(Throwable failure) {
        return failure instanceof SslHandshakeTimeoutException;
    }

    /** Whether the content of the connection's current request broke its framing (RFC 9112 7.1). */
    static boolean contentMalformed(HttpConnection connection) {
        return pipeline(connection).get(GUARD) instanceof ConnectionGuard guard && guard.contentMalformed();
    }

    /** Whether the connection's last response has begun, so that no further request of it may be handled. */
    static boolean closing(HttpConnection connection) {
        return pipeline(connection).get(GUARD) instanceof ConnectionGuard guard && guard.closing();
    }

    /** The status that answers a request the decoder could not accept. */
    static int statusOf(HttpServerRequest invalid) {
        Throwable cause = invalid.decoderResult().cause();
        if (cause instanceof StrictRequestDecoder.SyntaxFault syntax) {
            return syntax.fault().status();
        }
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    /** Whether not even the first line of a request could be read: its method and target are Netty's, not the client's. */
    static boolean unread(HttpServerRequest request) {
        return request.decoderResult().isFailure() && request.uri().equals("/bad-request");
    }

    /**
     * The address that a connection came from, IPv6 as RFC 5952 writes it; written once for each connection.
     *
     * @return {@code unknown} for a client that has reset its connection by now, of which the system may say no more who it was
     */
    static String peer(HttpConnection connection) {
        Channel channel = pipeline(connection).channel();
        Attribute<String> written = channel.attr(PEER);
        String peer = written.get();
        if (peer == null) {
            peer = channel.remoteAddress() instanceof InetSocketAddress remote
                    ? NetUtil.toAddressString(remote.getAddress())
                    : "unknown";
            written.set(peer);
        }
        return peer;
    }

    /** Runs {@code then} on its event loop when a connection has closed: also one that was switched to another protocol, which Vert.x forgets. */
    static void whenClosed(HttpConnection connection, Runnable then) {
        pipeline(connection).channel().closeFuture().addListener(_ -> then.run());
    }

    static ChannelPipeline pipeline(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().pipeline();
    }
}
