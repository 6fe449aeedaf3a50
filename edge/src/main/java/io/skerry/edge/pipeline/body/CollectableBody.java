package io.skerry.edge.pipeline.body;

import io.skerry.functions.runtime.UpstreamBody;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An origin's content that a function may collect whole up to a bound; what was collected in vain is streamed from its first byte all
 * the same. Confined to one event loop.
 */
public final class CollectableBody implements OriginBody, UpstreamBody {

    private final OriginBody source;
    private final Deque<Buffer> collected = new ArrayDeque<>();
    private Consumer<Buffer> receiver = _ -> {};
    private final Promise<BodyEnd> end = Promise.promise();
    private @Nullable BodyEnd sourceEnd;
    private boolean flowing;

    /** Takes over a paused content. */
    public CollectableBody(OriginBody source) {
        this.source = source;
        source.end().onSuccess(this::sourceEnded);
    }

    @Override
    public CompletionStage<Optional<byte[]>> collect(int maxBytes) {
        CompletableFuture<Optional<byte[]>> whole = new CompletableFuture<>();
        if (source.declaredBytes().orElse(0) > maxBytes) {
            whole.complete(Optional.empty());
            return whole;
        }
        source.handler(buffer -> keep(buffer, maxBytes, whole));
        source.end().onSuccess(end -> collectedAll(end, whole));
        source.resume();
        return whole;
    }

    private void keep(Buffer buffer, int maxBytes, CompletableFuture<Optional<byte[]>> whole) {
        collected.add(buffer);
        if (!whole.isDone() && bytesCollected() > maxBytes) {
            source.pause();
            source.handler(this::later);
            whole.complete(Optional.empty());
        }
    }

    // A paused source may still hand over what it had queued.
    private void later(Buffer buffer) {
        if (flowing && collected.isEmpty()) {
            receiver.accept(buffer);
        } else {
            collected.add(buffer);
        }
    }

    private long bytesCollected() {
        long bytes = 0;
        for (Buffer buffer : collected) {
            bytes += buffer.length();
        }
        return bytes;
    }

    private void collectedAll(BodyEnd end, CompletableFuture<Optional<byte[]>> whole) {
        switch (end) {
            case BodyEnd.Complete _ -> {
                Buffer all = Buffer.buffer();
                collected.forEach(all::appendBuffer);
                whole.complete(Optional.of(all.getBytes()));
            }
            case BodyEnd.Failed failed ->
                whole.completeExceptionally(new IOException(failed.failure().detail()));
        }
    }

    @Override
    public OptionalLong declaredBytes() {
        return source.declaredBytes();
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        source.handler(this::later);
        return this;
    }

    @Override
    public OriginBody pause() {
        flowing = false;
        source.pause();
        return this;
    }

    @Override
    public OriginBody resume() {
        flowing = true;
        while (flowing && !collected.isEmpty()) {
            receiver.accept(collected.poll());
        }
        if (flowing) {
            source.resume();
        }
        endWhenDrained();
        return this;
    }

    private void sourceEnded(BodyEnd how) {
        sourceEnd = how;
        endWhenDrained();
    }

    private void endWhenDrained() {
        if (sourceEnd != null && (flowing || sourceEnd instanceof BodyEnd.Failed) && collected.isEmpty()) {
            end.tryComplete(sourceEnd);
        }
    }

    @Override
    public OriginBody fetch(long buffers) {
        return resume();
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        collected.clear();
        end.tryComplete(BodyEnds.cancelled());
        source.cancel();
    }
}
