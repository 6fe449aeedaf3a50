package io.skerry.edge.pipeline.body;

import io.skerry.functions.runtime.UpstreamBody;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An origin's content that a function may collect whole up to a bound; what was collected in vain is streamed from its first byte all
 * the same. Confined to one event loop.
 */
public final class CollectableBody implements UpstreamBody, Outlet.Supply {

    private final OriginBody source;
    private final Deque<Buffer> collected = new ArrayDeque<>();
    private final Outlet outlet;
    private @Nullable BodyEnd sourceEnd;

    private CollectableBody(OriginBody source) {
        this.source = source;
        this.outlet = new Outlet(this, source.declaredBytes());
    }

    /** Takes over a paused content. */
    public static CollectableBody of(OriginBody source) {
        CollectableBody body = new CollectableBody(source);
        source.handler(body::later);
        source.end().onSuccess(body::sourceEnded);
        return body;
    }

    /** The content from its first byte, whatever was collected. Whoever has this object reads it to its end or cancels it. */
    public OriginBody whole() {
        return outlet;
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
        if (outlet.flows() && collected.isEmpty()) {
            outlet.hand(buffer);
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
    public void wanted() {
        while (outlet.flows() && !collected.isEmpty()) {
            outlet.hand(collected.poll());
        }
        if (outlet.flows()) {
            source.resume();
        }
        endWhenDrained();
    }

    @Override
    public void unwanted() {
        source.pause();
    }

    @Override
    public void abandoned() {
        collected.clear();
        source.cancel();
    }

    private void sourceEnded(BodyEnd how) {
        sourceEnd = how;
        endWhenDrained();
    }

    private void endWhenDrained() {
        if (sourceEnd != null && (outlet.flows() || sourceEnd instanceof BodyEnd.Failed) && collected.isEmpty()) {
            outlet.end(sourceEnd);
        }
    }
}
