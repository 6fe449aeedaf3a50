package io.skerry.edge.pipeline.body;

import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The end of a content that its reader holds: who receives the bytes, whether more are wanted, how it ended. Where the bytes come
 * from is its {@link Supply}, one for each form of content. Confined to one event loop.
 */
final class Outlet implements OriginBody {

    private static final long ALL = Long.MAX_VALUE;

    private final Supply supply;
    private final OptionalLong declaredBytes;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = _ -> {};
    private long wantedBuffers;

    /** An outlet from which nothing flows yet; {@code declaredBytes} is empty where the length is not known. */
    Outlet(Supply supply, OptionalLong declaredBytes) {
        this.supply = supply;
        this.declaredBytes = declaredBytes;
    }

    /** What stands behind an outlet and hands it bytes. It hears nothing any more once the content has ended. */
    interface Supply {

        /** More is wanted, from now on; said again and again. */
        void wanted();

        /** Nothing is wanted for the time being; what is on its way may still be handed over. */
        void unwanted();

        /** Nobody wants the rest: everything behind is given up. Said once, when the outlet has ended. */
        void abandoned();
    }

    /** Gives the reader bytes, to keep. */
    void hand(Buffer bytes) {
        if (wantedBuffers > 0 && wantedBuffers < ALL) {
            wantedBuffers--;
            if (wantedBuffers == 0) {
                supply.unwanted();
            }
        }
        receiver.accept(bytes);
    }

    /** Ends the content, unless it has ended; nothing may be handed over after that. */
    void end(BodyEnd how) {
        end.tryComplete(how);
    }

    boolean hasEnded() {
        return end.future().isComplete();
    }

    /** Whether the reader wants more at this moment. */
    boolean flows() {
        return wantedBuffers > 0 && !hasEnded();
    }

    @Override
    public OptionalLong declaredBytes() {
        return declaredBytes;
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        return this;
    }

    @Override
    public OriginBody pause() {
        wantedBuffers = 0;
        if (!hasEnded()) {
            supply.unwanted();
        }
        return this;
    }

    @Override
    public OriginBody resume() {
        return fetch(ALL);
    }

    @Override
    public OriginBody fetch(long buffers) {
        wantedBuffers = wantedBuffers > ALL - buffers ? ALL : wantedBuffers + buffers;
        if (!hasEnded()) {
            supply.wanted();
        }
        return this;
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        if (end.tryComplete(BodyEnds.cancelled())) {
            supply.abandoned();
        }
    }
}
