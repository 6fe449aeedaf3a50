package io.skerry.functions.runtime;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.BodyTransform;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transform that a function gave. What it throws, and what its supplier throws, is told as a failure of that function before it
 * breaks the response off; bytes can be handed out within its calls alone. Serves one response; called by one thread at a time.
 */
final class WatchedTransform implements BodyTransform {

    private final RunningFunction function;
    private final Phase phase;
    private final Supplier<BodyTransform> supplier;
    private @Nullable BodyTransform transform;

    private WatchedTransform(RunningFunction function, Phase phase, Supplier<BodyTransform> supplier) {
        this.function = function;
        this.phase = phase;
        this.supplier = supplier;
    }

    /**
     * A body whose transforms are watched.
     *
     * @param body as the function left it
     * @param before as the function got it: what is transformed in it already is another's; null when it got none
     */
    static Body watched(Body body, @Nullable Body before, RunningFunction function, Phase phase) {
        if (body.equals(before) || !(body instanceof Body.Transformed transformed)) {
            return body;
        }
        return new Body.Transformed(
                watched(transformed.source(), before, function, phase),
                () -> new WatchedTransform(function, phase, transformed.transform()));
    }

    @Override
    public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
        watch(out, (made, within) -> made.accept(chunk, within));
    }

    @Override
    public void finish(Consumer<ByteBuffer> out) {
        watch(out, BodyTransform::finish);
    }

    /** One of the two calls. */
    @FunctionalInterface
    private interface Call {
        void on(BodyTransform transform, Consumer<ByteBuffer> out);
    }

    private void watch(Consumer<ByteBuffer> out, Call call) {
        Within within = new Within(out);
        try {
            call.on(made(), within);
        } catch (Throwable thrown) {
            // What those behind it threw passes through it, and is not its own.
            if (!thrown.equals(within.behind)) {
                String detail = "its transform: " + thrown;
                function.failed(new FunctionFailure(function.id(), phase, FunctionFailure.Kind.THREW, detail));
            }
            throw thrown;
        } finally {
            within.caller = null;
        }
    }

    private BodyTransform made() {
        BodyTransform made = transform;
        if (made == null) {
            made = Objects.requireNonNull(supplier.get(), "the supplier of transforms gives null");
            transform = made;
        }
        return made;
    }

    /** Takes bytes on the thread of a call, until it returns. */
    private static final class Within implements Consumer<ByteBuffer> {

        private final Consumer<ByteBuffer> out;
        private volatile @Nullable Thread caller = Thread.currentThread();
        private @Nullable Throwable behind;

        private Within(Consumer<ByteBuffer> out) {
            this.out = out;
        }

        @Override
        public void accept(ByteBuffer bytes) {
            if (caller != Thread.currentThread()) {
                throw new IllegalStateException("a transform hands bytes out within its calls, on their thread");
            }
            Objects.requireNonNull(bytes, "a transform hands out null");
            try {
                out.accept(bytes);
            } catch (Throwable thrown) {
                behind = thrown;
                throw thrown;
            }
        }
    }
}
