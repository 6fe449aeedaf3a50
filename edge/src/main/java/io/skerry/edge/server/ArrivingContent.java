package io.skerry.edge.server;

import io.skerry.edge.server.socket.ListenerCounts;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request's content while it arrives: bounded in size, and in the time between two reads that are wanted.
 *
 * <p>A stream that starts paused. A client that waits to be asked ({@code Expect: 100-continue}) is asked at the first demand. If a bound is passed
 * the stream fails once, and {@link #refusal} tells the status. Used on the connection's event loop.
 */
public final class ArrivingContent implements ReadStream<Buffer> {

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Presence presence;
    private final OptionalLong declaredBytes;
    private final long maxBytes;
    private final long idleNanos;
    private final ListenerCounts counts;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    /** The last of its content, until it is known to be that. */
    private @Nullable Buffer held;

    private long receivedBytes;
    private long lastRead;
    private long timer = NO_TIMER;
    private boolean attached;
    private boolean wanted;
    private boolean ended;
    private boolean failed;
    private int refusal;

    /** Whether a request has content. */
    public enum Presence {
        /** None, by its head. */
        ABSENT,
        /** Some may follow. */
        POSSIBLE
    }

    /** A bound that content passed, or its breaking off. */
    public static final class ContentFailure extends RuntimeException {
        ContentFailure(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * How much there may be, and how long it may stand still.
     *
     * @param counts told of what does
     */
    record Bounds(long bytes, Duration idle, ListenerCounts counts) {}

    ArrivingContent(Vertx vertx, HttpServerRequest request, Presence presence, Bounds bounds) {
        this.vertx = vertx;
        this.request = request;
        this.presence = presence;
        this.maxBytes = bounds.bytes();
        this.idleNanos = bounds.idle().toNanos();
        this.counts = bounds.counts();
        String length = request.getHeader("Content-Length");
        this.declaredBytes = length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /** Whether content may follow. */
    public Presence presence() {
        return presence;
    }

    /** The length the client declared. */
    public OptionalLong declaredBytes() {
        return declaredBytes;
    }

    /** Bytes handed over so far. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** The status that answers what was wrong with it: 413 for its size, 408 for its time, 400 for its framing. */
    public OptionalInt refusal() {
        if (refusal != 0) {
            return OptionalInt.of(refusal);
        }
        // Asked of the connection, because the framing may have broken before anybody
        // read: Vert.x tells no handler then.
        return NettyAccess.contentMalformed(request.connection()) ? OptionalInt.of(400) : OptionalInt.empty();
    }

    @Override
    public ArrivingContent handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public ArrivingContent endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public ArrivingContent exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public ArrivingContent pause() {
        wanted = false;
        if (!over()) {
            request.pause();
        }
        return this;
    }

    @Override
    public ArrivingContent resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ArrivingContent fetch(long amount) {
        if (over()) {
            return this;
        }
        attach();
        wanted = true;
        lastRead = System.nanoTime();
        if (timer == NO_TIMER) {
            watch(idleNanos);
        }
        request.fetch(amount);
        return this;
    }

    /** What the server does with content nobody read: from here on it goes nowhere. */
    void discard() {
        handler = null;
        endHandler = null;
        exceptionHandler = null;
        wanted = false;
        stopWatching();
        if (!ended) {
            request.handler(rest -> {});
            request.resume();
        }
    }

    private boolean over() {
        return ended || failed;
    }

    private void attach() {
        if (attached) {
            return;
        }
        attached = true;
        request.exceptionHandler(cause -> fail(0, "the client broke off"));
        request.handler(this::receive);
        request.endHandler(end -> finish());
        // RFC 9110 10.1.1: an expectation of HTTP/1.0 is ignored; such a client takes a 1xx for the answer.
        if (request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))
                && !request.response().headWritten()) {
            request.response().writeContinue();
        }
    }

    private void receive(Buffer bytes) {
        if (over()) {
            return;
        }
        receivedBytes += bytes.length();
        lastRead = System.nanoTime();
        if (receivedBytes > maxBytes) {
            fail(413, "more than " + maxBytes + " bytes");
            return;
        }
        if (last(receivedBytes)) {
            // What comes behind it is an empty frame at most: Netty has reset the stream otherwise.
            held = held == null ? bytes : held;
            request.fetch(1);
        } else {
            hand(bytes);
        }
    }

    /**
     * Whether it is the last of what the client declared: of HTTP/2 more may follow, and a request that is longer than it says is none
     * (RFC 9113 8.1.1). Of HTTP/1 nothing can.
     */
    private boolean last(long bytes) {
        return declaredBytes.isPresent()
                && bytes == declaredBytes.getAsLong()
                && request.version() == HttpVersion.HTTP_2;
    }

    private void hand(Buffer bytes) {
        if (handler != null) {
            handler.handle(bytes);
        }
    }

    private void finish() {
        if (over()) {
            return;
        }
        Buffer last = held;
        if (last != null) {
            held = null;
            hand(last);
        }
        ended = true;
        stopWatching();
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void fail(int status, String message) {
        if (over()) {
            return;
        }
        failed = true;
        refusal = status;
        stopWatching();
        if (status != 0) {
            request.pause();
            NettyAccess.closeAfterResponse(request.connection());
        }
        if (exceptionHandler != null) {
            exceptionHandler.handle(new ContentFailure(message));
        }
    }

    private void watch(long nanos) {
        timer = vertx.setTimer(Math.max(1, nanos / 1_000_000), fired -> check());
    }

    private void check() {
        timer = NO_TIMER;
        if (over() || !wanted) {
            return;
        }
        long left = idleNanos - (System.nanoTime() - lastRead);
        if (left > 0) {
            watch(left);
            return;
        }
        NettyAccess.countSlowContent(request.connection(), counts);
        fail(408, "no byte in time");
    }

    private void stopWatching() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
