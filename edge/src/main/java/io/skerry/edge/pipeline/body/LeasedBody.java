package io.skerry.edge.pipeline.body;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.StoredResponse;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/**
 * The content of a stored response, read as if the origin were sending it. It owns the response and closes it once, when the content
 * has ended or is given up. Confined to one event loop.
 */
public final class LeasedBody implements Outlet.Supply {

    private static final int READ_BYTES = 64 * 1024;

    private final StoredResponse response;
    private final Context context;
    private final Outlet outlet;
    private long offset;
    private boolean pumping;
    private boolean waiting;

    private LeasedBody(StoredResponse response, Context context) {
        this.response = response;
        this.context = context;
        this.outlet = new Outlet(this, response.body().lengthBytes());
    }

    /** Takes over an open response; read on {@code context}. */
    public static OriginBody of(StoredResponse response, Context context) {
        return new LeasedBody(response, context).outlet;
    }

    @Override
    public void wanted() {
        pump();
    }

    @Override
    public void unwanted() {
        // The loop that is running sees that the outlet does not flow.
    }

    @Override
    public void abandoned() {
        // Bytes that are still being read are released before the lease closes.
        if (!waiting) {
            response.close();
        }
    }

    // A receiver may pause, resume or cancel from within.
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!waiting && outlet.flows()) {
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
        outlet.hand(Buffer.buffer(copy));
    }

    private void arrived(BodyRead read) {
        waiting = false;
        if (outlet.hasEnded()) {
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
        response.close();
        outlet.end(how);
    }
}
