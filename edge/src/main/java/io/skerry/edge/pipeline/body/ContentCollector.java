package io.skerry.edge.pipeline.body;

import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.store.BodyRead;
import io.skerry.functions.runtime.UpstreamBody.Collected;
import io.skerry.origin.BodyEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Collects the content of an answer for a function that asked for it: whole, or not at all. Confined to one event loop. */
public final class ContentCollector {

    private static final int READ_BYTES = 256 * 1024;

    private final Content content;
    private final int maxBytes;
    private final Claim claim;
    private final Context context;
    private final Promise<Collected> whole = Promise.promise();
    private final Buffer collected = Buffer.buffer();

    private ContentCollector(Content content, int maxBytes, Claim claim, Context context) {
        this.content = content;
        this.maxBytes = maxBytes;
        this.claim = claim;
        this.context = context;
    }

    /**
     * Collects and closes the content.
     *
     * @param claim asked before bytes are kept; not closed here
     * @return what came of it; fails if the content breaks off
     */
    public static Future<Collected> collect(Content content, int maxBytes, Claim claim, Context context) {
        ContentCollector collector = new ContentCollector(content, maxBytes, claim, context);
        collector.step(collector::start);
        return collector.whole.future();
    }

    /** Where it throws the content is given up, or whoever waits for it would wait for good. */
    private void step(Runnable action) {
        try {
            action.run();
        } catch (Throwable defect) {
            whole.tryFail(defect);
            content.close();
        }
    }

    private void start() {
        switch (content) {
            case Content.None _ -> done();
            case Content.Bytes bytes -> {
                if (add(bytes.buffer())) {
                    done();
                }
            }
            case Content.Switched switched -> {
                whole.fail("a switched protocol has no content");
                switched.close();
            }
            case Content.Leased leased -> read(leased, leased.from());
            case Content.Streamed streamed -> {
                streamed.body().handler(this::add);
                streamed.body().end().onSuccess(this::streamEnded);
                streamed.body().resume();
            }
        }
    }

    private boolean add(Buffer more) {
        if (whole.future().isComplete()) {
            return false;
        }
        if (collected.length() + more.length() > maxBytes) {
            return inVain(new Collected.TooLarge());
        }
        if (!claim.add(more.length())) {
            return inVain(new Collected.NoRoom());
        }
        collected.appendBuffer(more);
        return true;
    }

    private boolean inVain(Collected why) {
        whole.complete(why);
        content.close();
        return false;
    }

    private void streamEnded(BodyEnd end) {
        switch (end) {
            case BodyEnd.Complete _ -> done();
            case BodyEnd.Failed failed -> whole.tryFail(failed.failure().detail());
        }
    }

    private void read(Content.Leased leased, long from) {
        long offset = from;
        while (offset < leased.to()) {
            BodyRead read = leased.lease().read(offset, (int) Math.min(READ_BYTES, leased.to() - offset));
            switch (read) {
                case BodyRead.Bytes bytes -> {
                    int length = bytes.buffer().remaining();
                    offset += length;
                    if (!take(bytes)) {
                        return;
                    }
                }
                case BodyRead.Later later -> {
                    long resumeAt = offset;
                    later.ready()
                            .thenAccept(next -> context.runOnContext(_ -> step(() -> arrived(leased, next, resumeAt))));
                    return;
                }
                case BodyRead.End _ -> {
                    ended(leased);
                    return;
                }
                case BodyRead.Failed failed -> {
                    broken(failed);
                    return;
                }
            }
        }
        done();
        content.close();
    }

    private void arrived(Content.Leased leased, BodyRead read, long offset) {
        switch (read) {
            case BodyRead.Bytes bytes -> {
                int length = bytes.buffer().remaining();
                if (take(bytes)) {
                    read(leased, offset + length);
                }
            }
            case BodyRead.Later _ -> read(leased, offset);
            case BodyRead.End _ -> ended(leased);
            case BodyRead.Failed failed -> broken(failed);
        }
    }

    private boolean take(BodyRead.Bytes bytes) {
        ByteBuffer from = bytes.buffer();
        byte[] copy = new byte[from.remaining()];
        from.duplicate().get(copy);
        bytes.release().run();
        return add(Buffer.buffer(copy));
    }

    private void ended(Content.Leased leased) {
        if (leased.to() == Long.MAX_VALUE) {
            done();
        } else {
            whole.tryFail("the content is shorter than its length");
        }
        content.close();
    }

    private void broken(BodyRead.Failed failed) {
        whole.tryFail("the content broke off: " + failed.fault());
        content.close();
    }

    private void done() {
        whole.tryComplete(new Collected.Whole(collected.getBytes()));
    }
}
