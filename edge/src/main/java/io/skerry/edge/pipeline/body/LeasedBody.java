package io.skerry.edge.pipeline.body;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.StoredResponse;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The content of a stored response, read as if the origin were sending it. It owns the response and closes it once, when the content
 * has ended or is given up. Confined to one event loop.
 */
public final class LeasedBody implements OriginBody {

    private static final int READ_BYTES = 64 * 1024;

    private final StoredResponse response;
    private final Context context;
    private final Promise<BodyEnd> end = Promise.promise();
    private Consumer<Buffer> receiver = _ -> {};
    private long wanted;
    private long offset;
    private boolean pumping;
    private boolean waiting;
    private boolean ended;

    /** Takes over an open response; read on {@code context}. */
    public LeasedBody(StoredResponse response, Context context) {
        this.response = response;
        this.context = context;
    }

    @Override
    public OptionalLong declaredBytes() {
        return response.body().lengthBytes();
    }

    @Override
    public OriginBody handler(Consumer<Buffer> to) {
        receiver = to;
        return this;
    }

    @Override
    public OriginBody pause() {
        wanted = 0;
        return this;
    }

    @Override
    public OriginBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public OriginBody fetch(long buffers) {
        wanted = wanted > Long.MAX_VALUE - buffers ? Long.MAX_VALUE : wanted + buffers;
        pump();
        return this;
    }

    @Override
    public Future<BodyEnd> end() {
        return end.future();
    }

    @Override
    public void cancel() {
        finish(BodyEnds.cancelled());
    }

    // A receiver may pause, resume or cancel from within: the loop that is running sees it.
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!ended && !waiting && wanted > 0) {
            accept(response.body().read(offset, READ_BYTES));
        }
        pumping = false;
    }

    private void accept(BodyRead read) {
        switch (read) {
            case BodyRead.Bytes bytes -> hand(bytes);
            case BodyRead.Later later -> {
                waiting = true;
                later.ready().thenAccept(next -> context.runOnContext(_ -> arrived(next)));
            }
            case BodyRead.End _ -> finish(new BodyEnd.Complete());
            case BodyRead.Failed failed ->
                finish(BodyEnds.failed("a stored response: " + failed.fault().name()));
        }
    }

    private void hand(BodyRead.Bytes bytes) {
        byte[] copy = new byte[bytes.buffer().remaining()];
        bytes.buffer().get(copy);
        bytes.release().run();
        offset += copy.length;
        wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
        receiver.accept(Buffer.buffer(copy));
    }

    private void arrived(BodyRead read) {
        waiting = false;
        if (ended) {
            if (read instanceof BodyRead.Bytes bytes) {
                bytes.release().run();
            }
            response.close();
            return;
        }
        accept(read);
        pump();
    }

    private void finish(BodyEnd how) {
        if (ended) {
            return;
        }
        ended = true;
        // Bytes that are still being read are released before the lease closes.
        if (!waiting) {
            response.close();
        }
        end.complete(how);
    }
}
