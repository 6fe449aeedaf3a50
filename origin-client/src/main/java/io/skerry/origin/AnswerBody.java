package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The content of a response while it arrives from Vert.x. Used on the exchange's context. */
final class AnswerBody implements OriginBody {

    private final HttpClientResponse response;
    private final OriginTarget target;
    private final OptionalLong declared;
    private final ActiveTimer idle;
    private final ActiveTimer whole;
    private final Runnable onBreak;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = bytes -> {};
    private long demand;
    private long receivedBytes;
    private boolean ended;

    /**
     * The content of a response that was just received; pauses it.
     *
     * @param declared 0 for a response that has none by definition (HEAD, 204, 304)
     * @param idle made of the action to take on expiry; runs while there is demand
     * @param whole bounds the exchange; suspended while there is no demand
     * @param onBreak resets the connection
     */
    AnswerBody(
            HttpClientResponse response,
            OriginTarget target,
            OptionalLong declared,
            Function<Runnable, ActiveTimer> idle,
            ActiveTimer whole,
            Runnable onBreak) {
        this.response = response;
        this.target = target;
        this.declared = declared;
        this.idle = idle.apply(
                () -> fail(new OriginFailure(OriginFailure.Kind.IDLE_TIMEOUT, target + ": no byte in time")));
        this.whole = whole;
        this.onBreak = onBreak;
        response.pause();
        whole.suspend();
        response.exceptionHandler(this::broken);
        response.endHandler(last -> arrived());
        response.handler(this::receive);
    }

    @Override
    public OptionalLong declaredBytes() {
        return declared;
    }

    @Override
    public OriginBody handler(Consumer<Buffer> newReceiver) {
        receiver = newReceiver;
        return this;
    }

    @Override
    public OriginBody pause() {
        demand = 0;
        if (!ended) {
            response.pause();
            idle.suspend();
            whole.suspend();
        }
        return this;
    }

    @Override
    public OriginBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public OriginBody fetch(long buffers) {
        if (buffers <= 0) {
            throw new IllegalArgumentException("not a demand: " + buffers);
        }
        if (ended) {
            return this;
        }
        if (demand == 0) {
            // The time the reader did not want anything is not the origin's.
            idle.touch();
            idle.resume();
            whole.resume();
        }
        demand = demand + buffers < 0 ? Long.MAX_VALUE : demand + buffers;
        response.fetch(buffers);
        return this;
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        fail(new OriginFailure(OriginFailure.Kind.CANCELLED, target + ": given up by the reader"));
    }

    /** Breaks it off: the connection is reset and nothing more is handed over. */
    void fail(OriginFailure failure) {
        if (!ended) {
            finish(new BodyEnd.Failed(failure));
            onBreak.run();
        }
    }

    private void receive(Buffer bytes) {
        if (ended) {
            return;
        }
        receivedBytes += bytes.length();
        idle.touch();
        if (demand != Long.MAX_VALUE && --demand == 0) {
            idle.suspend();
            whole.suspend();
        }
        receiver.accept(bytes);
    }

    private void arrived() {
        if (ended) {
            return;
        }
        if (declared.isPresent() && declared.getAsLong() != receivedBytes) {
            fail(incomplete());
            return;
        }
        finish(new BodyEnd.Complete());
    }

    private void broken(Throwable cause) {
        if (ended) {
            return;
        }
        OriginFailure failure = FailureCause.underWay(target, cause);
        boolean cutOff = failure.kind() == OriginFailure.Kind.RESET;
        fail(cutOff ? incomplete() : failure);
    }

    private OriginFailure incomplete() {
        String expected = declared.isPresent() ? String.valueOf(declared.getAsLong()) : "a last chunk";
        return new OriginFailure(
                OriginFailure.Kind.INCOMPLETE, target + ": ended after " + receivedBytes + " bytes of " + expected);
    }

    private void finish(BodyEnd how) {
        ended = true;
        idle.stop();
        whole.stop();
        end.complete(how);
    }
}
