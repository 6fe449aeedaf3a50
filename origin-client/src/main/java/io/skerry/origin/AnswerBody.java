package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a response while it arrives: what nobody asked for yet waits here, and while something waits the connection is not
 * read. Used on the exchange's context.
 */
final class AnswerBody implements OriginBody {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerBody.class);

    private final OriginTarget target;
    private final OptionalLong declared;
    private final ActiveTimer idle;
    private final ActiveTimer whole;
    private final Promise<BodyEnd> end = Promise.promise();
    private final WaitingParts waiting = new WaitingParts();
    private Consumer<Buffer> receiver = bytes -> {};
    private long demand;
    private long receivedBytes;
    private boolean handedOver;
    private boolean handing;
    private boolean ended;
    /** Where it comes from, until all of it has come. */
    private @Nullable OriginConnection source;
    /** How it ended on the network, once it has. */
    private @Nullable BodyEnd arrived;

    /**
     * The content of a response whose head was just received.
     *
     * @param declared 0 for a response that has none by definition (HEAD, 204, 304)
     * @param idle while there is demand, how long no byte may come
     * @param whole bounds the exchange; suspended while there is no demand
     */
    AnswerBody(OriginConnection source, OriginTarget target, OptionalLong declared, IdleTime idle, ActiveTimer whole) {
        this.source = source;
        this.target = target;
        this.declared = declared;
        this.idle = new ActiveTimer(
                idle.deadlines(),
                idle.limit(),
                () -> fail(new OriginFailure(OriginFailure.Kind.IDLE_TIMEOUT, target + ": no byte in time")));
        this.whole = whole;
        whole.suspend();
    }

    /** How long no byte may come, and who looks at that. */
    record IdleTime(Deadlines deadlines, Duration limit) {}

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
    public Optional<Whole> whole() {
        if (handedOver || ended || !(arrived instanceof BodyEnd.Complete)) {
            return Optional.empty();
        }
        Optional<Whole> all = waiting.only().or(() -> Optional.of(waiting.joined()));
        handedOver = true;
        finish(arrived);
        return all;
    }

    @Override
    public OriginBody pause() {
        demand = 0;
        suspend();
        return this;
    }

    private void suspend() {
        idle.suspend();
        whole.suspend();
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
        handOver();
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

    /** Breaks it off: nothing more is handed over. Who asked resets the connection when it hears of the end. */
    void fail(OriginFailure failure) {
        if (!ended) {
            waiting.clear();
            finish(new BodyEnd.Failed(failure));
        }
    }

    /** A part of it came, which is the connection's again when this returns. */
    void receive(Buffer bytes) {
        if (ended) {
            return;
        }
        receivedBytes += bytes.length();
        idle.touch();
        waiting.add(bytes);
        handOver();
    }

    /** All of it has come. */
    void arrived() {
        boolean complete = declared.isEmpty() || declared.getAsLong() == receivedBytes;
        arrivedAs(complete ? new BodyEnd.Complete() : new BodyEnd.Failed(incomplete()));
    }

    /** It has broken off, behind what came before. */
    void broken(OriginFailure failure) {
        waiting.readEnded();
        boolean cutOff = failure.kind() == OriginFailure.Kind.RESET;
        arrivedAs(new BodyEnd.Failed(cutOff ? incomplete() : failure));
    }

    private void arrivedAs(BodyEnd how) {
        source = null;
        arrived = how;
        // What is left to do is the reader's.
        idle.stop();
        whole.stop();
        handOver();
    }

    /** What was read at once has been received: if some of it waits, no more is read. */
    void readEnded() {
        waiting.readEnded();
        if (source != null && !waiting.isEmpty()) {
            source.read(false);
        }
    }

    private void handOver() {
        if (handing) {
            return;
        }
        handing = true;
        try {
            while (demand > 0 && !waiting.isEmpty()) {
                handOver(waiting.remove());
            }
        } catch (Throwable defect) {
            // What comes behind a part that the reader did not take would be taken for what follows the part before.
            LOG.error("{}: a content is broken off for a reason that should not exist", target, defect);
            fail(FailureCause.defect(target, defect));
        } finally {
            handing = false;
        }
        if (ended || !waiting.isEmpty()) {
            return;
        }
        if (arrived != null && (demand > 0 || arrived instanceof BodyEnd.Failed)) {
            finish(arrived);
        } else if (source != null) {
            source.read(true);
        }
    }

    private void handOver(Buffer bytes) {
        handedOver = true;
        if (demand != Long.MAX_VALUE && --demand == 0) {
            suspend();
        }
        receiver.accept(bytes);
    }

    private OriginFailure incomplete() {
        String expected = declared.isPresent() ? String.valueOf(declared.getAsLong()) : "a last chunk";
        return new OriginFailure(
                OriginFailure.Kind.INCOMPLETE, target + ": ended after " + receivedBytes + " bytes of " + expected);
    }

    private void finish(BodyEnd how) {
        ended = true;
        source = null;
        idle.stop();
        whole.stop();
        end.complete(how);
    }
}
