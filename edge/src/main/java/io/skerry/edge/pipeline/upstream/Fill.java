package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.edge.server.NettyBytes;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves an origin's content into a sink until one of them ends, whoever reads along. It owns the body, the sink and the flight,
 * and ends each exactly once. Confined to the leader's event loop.
 *
 * <p>The leader's client leaving does not end it: those who follow, and the store, still want the rest.
 */
public final class Fill {

    private final OriginBody body;
    private final ResponseSink sink;
    private final StoredHead head;
    private final Flight flight;
    private final Context context;
    private final Promise<Commit> outcome = Promise.promise();
    private long received;
    private @Nullable Buffer last;

    private Fill(OriginBody body, ResponseSink sink, StoredHead head, Flight flight, Context context) {
        this.body = body;
        this.sink = sink;
        this.head = head;
        this.flight = flight;
        this.context = context;
    }

    /**
     * Starts moving; returns at once.
     *
     * @return what became of all of it, on any thread; never for a content that breaks off
     */
    public static Future<Commit> start(
            OriginBody body, ResponseSink sink, StoredHead head, Flight flight, Context context) {
        Fill fill = new Fill(body, sink, head, flight, context);
        body.handler(fill::take);
        body.end().onSuccess(fill::ended);
        body.resume();
        return fill.outcome.future();
    }

    private void take(Buffer buffer) {
        received += buffer.length();
        // The last bytes wait for the end, which follows at once: written and committed in one turn of the event
        // loop, so that a client that has received the whole response finds it stored.
        if (body.declaredBytes().isPresent() && received >= body.declaredBytes().getAsLong()) {
            last = buffer;
            return;
        }
        write(buffer);
    }

    private void write(Buffer buffer) {
        sink.write(NettyBytes.view(buffer));
        if (sink.abandoned()) {
            // It cannot be stored and nobody reads it: its end, failed, aborts the sink.
            body.cancel();
            return;
        }
        if (sink.congested()) {
            body.pause();
            sink.whenWritable(() -> context.runOnContext(_ -> body.resume()));
        }
    }

    private void ended(BodyEnd end) {
        switch (end) {
            case BodyEnd.Complete _ -> {
                if (last != null) {
                    write(last);
                }
                commit();
            }
            case BodyEnd.Failed _ -> {
                sink.abort();
                flight.land();
            }
        }
    }

    private void commit() {
        try {
            sink.commit(head).whenComplete((commit, failure) -> {
                flight.land();
                if (failure == null) {
                    outcome.complete(commit);
                }
            });
        } catch (RuntimeException defect) {
            flight.land();
            throw defect;
        }
    }
}
