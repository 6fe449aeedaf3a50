package io.skerry.origin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a request's content to the origin no faster than the origin takes it. Used on one context. */
final class RequestPump {

    private static final Logger LOG = LoggerFactory.getLogger(RequestPump.class);

    private final ReadStream<Buffer> from;
    private final OptionalLong declared;
    private final OriginConnection to;
    private final ActiveTimer stalled;
    private final Runnable onSent;
    private final Consumer<OriginFailure> onFailure;
    private long sentBytes;
    private boolean stopped;

    /**
     * A pump that has not started.
     *
     * @param idle how long the origin may refuse to take more
     * @param onSent called once when the last byte was handed over
     * @param onFailure called at most once, and then not {@code onSent}, unless that throws
     */
    RequestPump(
            Deadlines deadlines,
            RequestBody.Streamed body,
            OriginConnection to,
            Duration idle,
            Runnable onSent,
            Consumer<OriginFailure> onFailure) {
        this.from = body.stream();
        this.declared = body.lengthBytes();
        this.to = to;
        this.stalled = new ActiveTimer(deadlines, idle, this::takesNoMore);
        this.onSent = onSent;
        this.onFailure = onFailure;
    }

    void start() {
        from.exceptionHandler(cause -> fail(OriginFailure.Kind.REQUEST_BODY_FAILED, String.valueOf(cause)));
        from.handler(bytes -> step(() -> forward(bytes)));
        from.endHandler(end -> step(this::finish));
        from.resume();
    }

    /** Within the client's stream, to which a throw says nothing: the exchange ends by it. */
    private void step(Runnable action) {
        try {
            action.run();
        } catch (Throwable defect) {
            LOG.error("{}: a request is broken off for a reason that should not exist", to.target(), defect);
            stop();
            onFailure.accept(FailureCause.defect(to.target(), defect));
        }
    }

    /** Stops reading; the stream is left paused to its owner. */
    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        stalled.stop();
        from.pause();
    }

    private void forward(Buffer bytes) {
        if (stopped) {
            return;
        }
        sentBytes += bytes.length();
        if (declared.isPresent() && sentBytes > declared.getAsLong()) {
            fail(OriginFailure.Kind.REQUEST_BODY_FAILED, "longer than declared");
            return;
        }
        // A failed write is the connection's failure, which the exchange hears of from the connection itself.
        write(bytes);
        if (!stopped && to.full()) {
            from.pause();
            stalled.touch();
            stalled.resume();
        }
    }

    private void write(Buffer bytes) {
        if (declared.isPresent()) {
            to.write(bytes);
        } else if (bytes.length() > 0) {
            // A chunk without bytes would be the last one.
            to.write(RequestBytes.chunkBegin(bytes.length()));
            to.write(bytes);
            to.write(RequestBytes.chunkEnd());
        }
        to.flush();
    }

    /** The connection takes more. */
    void goOn() {
        if (!stopped) {
            stalled.suspend();
            from.resume();
        }
    }

    private void finish() {
        if (stopped) {
            return;
        }
        if (declared.isPresent() && sentBytes != declared.getAsLong()) {
            fail(OriginFailure.Kind.REQUEST_BODY_FAILED, "shorter than declared");
            return;
        }
        stopped = true;
        stalled.stop();
        if (declared.isEmpty()) {
            to.write(RequestBytes.lastChunk());
        }
        to.flush();
        onSent.run();
    }

    private void takesNoMore() {
        fail(OriginFailure.Kind.WRITE_TIMEOUT, "the request's content is not taken");
    }

    private void fail(OriginFailure.Kind kind, String detail) {
        if (stopped) {
            return;
        }
        stop();
        onFailure.accept(new OriginFailure(kind, detail));
    }
}
