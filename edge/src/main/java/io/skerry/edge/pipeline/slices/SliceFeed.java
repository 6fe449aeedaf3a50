package io.skerry.edge.pipeline.slices;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.collapse.FlightOutcome;
import io.skerry.cache.collapse.Join;
import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.server.NettyBytes;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a whole content that arrives into slices, and fills one after another, not far ahead of the client that brought it.
 *
 * <p>Each slice is a flight of its own, in the table before the one in front of it has ended, so that whoever reads along finds it.
 * Between two slices nothing is open: there it waits for its client, and nobody waits for it. When its client has left it ends with
 * the slice under way; those who read along ask for the rest themselves. Confined to its client's event loop.
 */
final class SliceFeed {

    private static final Logger LOG = LoggerFactory.getLogger(SliceFeed.class);

    /** How many slices it is ahead of its client at most: so long may the disk take to store one. */
    private static final int MOST_AHEAD = 4;

    private final Exchange exchange;
    private final PipelineParts parts;
    private final StoredHead whole;
    private final BodyLayout.Slices layout;
    private final OriginBody body;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable Arriving current;
    private @Nullable Flight next;
    private long index;
    private long position;
    private long readerAt;
    private boolean betweenSlices;
    private boolean complete;
    private boolean readerLeft;
    private boolean ended;

    /** The slice that is arriving. */
    private record Arriving(Flight flight, StoredHead head, ResponseSink sink) {}

    SliceFeed(Exchange exchange, PipelineParts parts, StoredHead whole, BodyLayout.Slices layout, OriginBody body) {
        this.exchange = exchange;
        this.parts = parts;
        this.whole = whole;
        this.layout = layout;
        this.body = body;
    }

    /**
     * Starts with the first slice.
     *
     * @param flight of that slice, undecided
     * @param first a sink that is open
     * @return its leader's reader
     */
    BodyLease start(Flight flight, ResponseSink first) {
        BodyLease lease = first.reader(ResponseSink.Role.LEADER);
        body.handler(bytes -> step(() -> take(bytes)));
        body.end().onSuccess(end -> step(() -> ended(end)));
        step(() -> {
            arriving(flight, first);
            next = ahead(1);
            body.resume();
        });
        return lease;
    }

    /** A step that throws is the last: nobody may wait for what it did not do. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (Throwable defect) {
            LOG.error("{}: slices are broken off for a reason that should not exist", whole.key(), defect);
            broken();
            body.cancel();
        }
    }

    private CacheKey key(long slice) {
        return CacheKeyFactory.slice(whole.key(), layout.id(), slice);
    }

    private void arriving(Flight flight, ResponseSink sink) {
        StoredHead head = SliceHeads.of(whole, index, whole.stamp());
        current = new Arriving(flight, head, sink);
        flight.decide(new FlightOutcome.Streaming(head, head.response(), sink));
    }

    /** A flight for a slice that will come; null where somebody is fetching it already, or there is none. */
    private @Nullable Flight ahead(long slice) {
        if (slice * layout.sliceBytes() >= layout.lengthBytes()) {
            return null;
        }
        return parts.collapser().joinOrLead(key(slice), exchange) instanceof Join.Lead lead ? lead.flight() : null;
    }

    private void take(Buffer buffer) {
        if (!ended) {
            waiting.add(NettyBytes.view(buffer).duplicate());
            drain();
        }
    }

    private void drain() {
        while (!ended && !betweenSlices && !waiting.isEmpty()) {
            ByteBuffer bytes = waiting.getFirst();
            if (position + bytes.remaining() >= layout.lengthBytes() && !complete) {
                // The last bytes wait for the end, which follows at once: only then is the last slice known to be good.
                return;
            }
            long sliceEnd = layout.slice(index).last() + 1;
            int count = (int) Math.min(bytes.remaining(), sliceEnd - position);
            write(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!bytes.hasRemaining()) {
                waiting.removeFirst();
            }
            position += count;
            if (position == sliceEnd) {
                endSlice();
            }
        }
    }

    private void write(ByteBuffer bytes) {
        Arriving slice = current;
        if (slice == null) {
            return;
        }
        slice.sink().write(bytes);
        if (slice.sink().abandoned()) {
            slice.sink().abort();
            slice.flight().land();
            current = null;
        } else if (slice.sink().congested()) {
            body.pause();
            slice.sink().whenWritable(() -> exchange.context().runOnContext(_ -> step(this::resume)));
        }
    }

    private void resume() {
        if (!betweenSlices && !ended) {
            body.resume();
        }
    }

    private void endSlice() {
        Arriving slice = current;
        if (slice != null) {
            CompletionStage<Commit> committing = slice.sink().commit(slice.head());
            current = null;
            committing.whenComplete((_, _) -> slice.flight().land());
        }
        if (position == layout.lengthBytes()) {
            ended = true;
        } else if (readerLeft) {
            giveUp();
        } else {
            index++;
            beginSlice();
        }
    }

    private void beginSlice() {
        if (index > readerAt + MOST_AHEAD) {
            betweenSlices = true;
            body.pause();
            letGo();
            return;
        }
        Flight mine = betweenSlices ? ahead(index) : next;
        betweenSlices = false;
        next = ahead(index + 1);
        if (mine != null) {
            open(mine);
        }
    }

    private void open(Flight flight) {
        switch (parts.store()
                .open(flight.key(), OptionalLong.of(layout.slice(index).lengthBytes()))) {
            case SinkOpening.Refused _ -> flight.land();
            case SinkOpening.Open open -> arriving(flight, open.sink());
        }
    }

    /** Its client reads this slice now. */
    void readerAt(long slice) {
        readerAt = Math.max(readerAt, slice);
        if (betweenSlices && !ended && index <= readerAt + MOST_AHEAD) {
            step(() -> {
                beginSlice();
                drain();
                resume();
            });
        }
    }

    /** Its client has left, or reads elsewhere. */
    void readerLeft() {
        readerLeft = true;
        if (!ended && betweenSlices) {
            giveUp();
        }
    }

    private void giveUp() {
        ended = true;
        letGo();
        body.cancel();
    }

    // Those who wait for it look again, and ask for it themselves.
    private void letGo() {
        Flight coming = next;
        next = null;
        if (coming != null) {
            coming.decide(new FlightOutcome.Freshened());
            coming.land();
        }
    }

    private void ended(BodyEnd end) {
        switch (end) {
            case BodyEnd.Complete _ -> {
                complete = true;
                drain();
            }
            case BodyEnd.Failed _ -> broken();
        }
    }

    private void broken() {
        ended = true;
        waiting.clear();
        letGo();
        Arriving slice = current;
        current = null;
        if (slice != null) {
            slice.sink().abort();
            slice.flight().land();
        }
    }
}
