package io.skerry.edge.pipeline.body;

import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.functions.runtime.UpstreamBody;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An origin's content that a function may collect whole up to a bound; what was collected in vain is streamed from its first byte all
 * the same. Confined to one event loop.
 */
public final class CollectableBody implements UpstreamBody, Outlet.Supply {

    /** What is collected is there as it came and, for the function, whole. */
    private static final int COPIES = 2;

    private final OriginBody source;
    private final Claim claim;
    private final Deque<Buffer> collected = new ArrayDeque<>();
    private final Outlet outlet;
    private @Nullable BodyEnd sourceEnd;

    private CollectableBody(OriginBody source, Claim claim) {
        this.source = source;
        this.claim = claim;
        this.outlet = new Outlet(this, source.declaredBytes());
    }

    /** Takes over a paused content, and a claim on memory for what is collected of it. */
    public static CollectableBody of(OriginBody source, Claim claim) {
        CollectableBody body = new CollectableBody(source, claim);
        source.handler(body::later);
        source.end().onSuccess(body::sourceEnded);
        return body;
    }

    /** The content from its first byte, whatever was collected. Whoever has this object reads it to its end or cancels it. */
    public OriginBody whole() {
        return outlet;
    }

    @Override
    public CompletionStage<Collected> collect(int maxBytes) {
        CompletableFuture<Collected> whole = new CompletableFuture<>();
        if (source.declaredBytes().orElse(0) > maxBytes) {
            whole.complete(new Collected.TooLarge());
            return whole;
        }
        source.handler(buffer -> keep(buffer, maxBytes, whole));
        source.end().onSuccess(end -> collectedAll(end, whole));
        source.resume();
        return whole;
    }

    private void keep(Buffer buffer, int maxBytes, CompletableFuture<Collected> whole) {
        collected.add(buffer);
        if (whole.isDone()) {
            return;
        }
        if (bytesCollected() > maxBytes) {
            inVain(whole, new Collected.TooLarge());
        } else if (!claim.add((long) COPIES * buffer.length())) {
            inVain(whole, new Collected.NoRoom());
        }
    }

    private void inVain(CompletableFuture<Collected> whole, Collected why) {
        source.pause();
        source.handler(this::later);
        whole.complete(why);
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

    private void collectedAll(BodyEnd end, CompletableFuture<Collected> whole) {
        switch (end) {
            case BodyEnd.Complete _ -> {
                Buffer all = Buffer.buffer();
                collected.forEach(all::appendBuffer);
                whole.complete(new Collected.Whole(all.getBytes()));
            }
            case BodyEnd.Failed failed ->
                whole.completeExceptionally(new IOException(failed.failure().detail()));
        }
    }

    @Override
    public void wanted() {
        // Whoever reads it does not wait for all of it: the call that collects it may have been cut off.
        source.handler(this::later);
        while (outlet.flows() && !collected.isEmpty()) {
            outlet.hand(collected.poll());
        }
        if (outlet.flows()) {
            claim.close();
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
        claim.close();
        source.cancel();
    }

    private void sourceEnded(BodyEnd how) {
        sourceEnd = how;
        endWhenDrained();
    }

    private void endWhenDrained() {
        if (sourceEnd != null && (outlet.flows() || sourceEnd instanceof BodyEnd.Failed) && collected.isEmpty()) {
            claim.close();
            outlet.end(sourceEnd);
        }
    }
}
