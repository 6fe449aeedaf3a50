package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.edge.server.NettyBytes;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves an origin's content into a sink until one of them ends, whoever reads along. It owns the body, the sink and the flight,
 * and ends each exactly once. Confined to the leader's event loop.
 *
 * <p>The leader's client leaving does not end it: those who follow, and the store, still want the rest.
 */
public final class Fill {

    private static final Logger LOG = LoggerFactory.getLogger(Fill.class);

    private final OriginBody body;
    private final ResponseSink sink;
    private final StoredHead head;
    private final Flight flight;
    private final Context context;
    private final Promise<Commit> outcome = Promise.promise();
    private boolean ended;
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
     * A content that is moving.
     *
     * @param lease the leader's reader
     * @param refusal why it is not going to be stored, as far as that was known before
     * @param commit what became of all of it, on any thread; never for a content that breaks off
     */
    public record Started(BodyLease lease, Optional<RefusedReason> refusal, Future<Commit> commit) {}

    /**
     * Starts moving; returns at once. Where it throws, all that it owns has ended.
     *
     * @param decision for those who follow the flight
     */
    public static Started start(
            OriginBody body,
            ResponseSink sink,
            StoredHead head,
            Flight flight,
            FlightOutcome decision,
            Context context) {
        return new Fill(body, sink, head, flight, context).start(decision);
    }

    private Started start(FlightOutcome decision) {
        BodyLease lease = null;
        try {
            lease = sink.reader(ResponseSink.Role.LEADER);
            Optional<RefusedReason> refusal = sink.refusal();
            flight.decide(decision);
            body.handler(this::take);
            body.end().onSuccess(this::ended);
            body.resume();
            return new Started(lease, refusal, outcome.future());
        } catch (Throwable defect) {
            if (lease != null) {
                lease.close();
            }
            giveUp();
            body.cancel();
            throw defect;
        }
    }

    /** A part that the sink did not take must not be followed by another. */
    private void take(Buffer buffer) {
        try {
            arrived(buffer);
        } catch (Throwable defect) {
            LOG.error("{}: what arrives is not stored for a reason that should not exist", flight.key(), defect);
            giveUp();
            body.cancel();
        }
    }

    private void arrived(Buffer buffer) {
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
            case BodyEnd.Complete _ -> complete();
            case BodyEnd.Failed _ -> giveUp();
        }
    }

    private void complete() {
        try {
            if (last != null) {
                write(last);
            }
            commit();
        } catch (Throwable defect) {
            LOG.error("{}: what came is not stored for a reason that should not exist", flight.key(), defect);
            giveUp();
        }
    }

    private void commit() {
        CompletionStage<Commit> committing = sink.commit(head);
        ended = true;
        committing.whenComplete((commit, failure) -> {
            flight.land();
            if (failure == null) {
                outcome.complete(commit);
            }
        });
    }

    private void giveUp() {
        if (!ended) {
            ended = true;
            try {
                sink.abort();
            } finally {
                flight.land();
            }
        }
    }
}
