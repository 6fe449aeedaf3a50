package io.skerry.edge.pipeline.slices;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.body.Closing;
import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response kept in slices, as one body: the slice that is being read, and the next one if it is wanted. What is not
 * stored is asked of the origin as the reader comes to it.
 *
 * <p>Confined to its request's event loop. Of two versions it never has bytes: where the origin has another one by now, the body
 * fails, and the old one is dropped.
 */
final class SlicedBody implements BodyLease {

    private final Exchange exchange;
    private final SliceSteps steps;
    private final StoredHead whole;
    private final BodyLayout.Slices layout;
    private final @Nullable AutoCloseable stored;
    private @Nullable OpenSlice current;
    private @Nullable Ahead ahead;
    private @Nullable SliceFeed feed;
    private long lastWanted;
    private boolean closed;

    private record Ahead(long index, Future<Slice> slice) {}

    /**
     * A body at its beginning.
     *
     * @param whole the response's head
     * @param stored closed with this, if it is not null
     */
    SlicedBody(
            Exchange exchange,
            SliceSteps steps,
            StoredHead whole,
            BodyLayout.Slices layout,
            @Nullable AutoCloseable stored) {
        this.exchange = exchange;
        this.steps = steps;
        this.whole = whole;
        this.layout = layout;
        this.stored = stored;
    }

    StoredHead whole() {
        return whole;
    }

    /** Takes over a slice that is at hand. */
    void begin(long index, Slice.Ready slice) {
        current = new OpenSlice(index, slice);
    }

    /** The whole of it is arriving for this reader: it is told how far the reader is, and when it leaves. */
    void fedBy(SliceFeed newFeed) {
        feed = newFeed;
    }

    /** Gets the slice that has the first of these bytes; the last of them is as far as it looks ahead. */
    Future<Slice> prepare(ByteSpan wanted) {
        lastWanted = wanted.last();
        return at(layout.indexOf(wanted.first()));
    }

    private Future<Slice> at(long index) {
        OpenSlice open = current;
        if (open != null && open.index() == index) {
            lookAhead(index + 1);
            return Future.succeededFuture(open.slice());
        }
        return next(index).map(slice -> take(index, slice));
    }

    private Future<Slice> next(long index) {
        Ahead coming = ahead;
        ahead = null;
        if (coming != null && coming.index() == index) {
            return coming.slice();
        }
        discard(coming);
        return steps.slice(exchange, whole, index);
    }

    private Slice take(long index, Slice slice) {
        if (slice instanceof Slice.Ready ready) {
            if (closed) {
                Closing.quietly(ready.owner());
                return new Slice.Outdated();
            }
            leave();
            current = new OpenSlice(index, ready);
            if (feed != null) {
                feed.readerAt(index);
            }
            lookAhead(index + 1);
        }
        return slice;
    }

    // Where a feed brings the whole, the next slice comes by itself.
    private void lookAhead(long index) {
        if (feed == null && ahead == null && layout.indexOf(lastWanted) >= index) {
            ahead = new Ahead(index, steps.slice(exchange, whole, index));
        }
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(layout.lengthBytes());
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        if (closed) {
            throw new IllegalStateException("read after close");
        }
        if (offset >= layout.lengthBytes()) {
            return BodyRead.END;
        }
        long index = layout.indexOf(offset);
        OpenSlice open = current;
        return open != null && open.index() == index
                ? readSlice(open, offset, maxBytes)
                : readWhenOpen(at(index), offset, maxBytes);
    }

    private BodyRead readWhenOpen(Future<Slice> slice, long offset, int maxBytes) {
        if (slice.isComplete()) {
            return opened(slice, offset, maxBytes);
        }
        CompletableFuture<BodyRead> ready = new CompletableFuture<>();
        slice.onComplete(
                _ -> BodyRead.outcomeOf(opened(slice, offset, maxBytes)).thenAccept(ready::complete));
        return new BodyRead.Later(ready);
    }

    private BodyRead opened(Future<Slice> slice, long offset, int maxBytes) {
        if (closed || slice.failed()) {
            return new BodyRead.Failed(BodyFault.UNAVAILABLE);
        }
        return switch (slice.result()) {
            case Slice.Ready _ -> read(offset, maxBytes);
            case Slice.Failed _, Slice.Forbidden _ -> new BodyRead.Failed(BodyFault.UNAVAILABLE);
            case Slice.Outdated _ -> {
                var _ = steps.drop(exchange, whole);
                yield new BodyRead.Failed(BodyFault.UNAVAILABLE);
            }
        };
    }

    private BodyRead readSlice(OpenSlice open, long offset, int maxBytes) {
        ByteSpan span = layout.slice(open.index());
        int count = (int) Math.min(maxBytes, span.last() + 1 - offset);
        BodyRead read = open.slice().lease().read(offset - span.first(), count);
        return switch (read) {
            case BodyRead.Bytes bytes -> open.lend(bytes);
            case BodyRead.Later later ->
                new BodyRead.Later(later.ready().thenCompose(arrived -> arrived(open, arrived, offset, maxBytes)));
            case BodyRead.End _, BodyRead.Failed _ -> brokenOff(open, read, offset, maxBytes);
        };
    }

    private CompletionStage<BodyRead> arrived(OpenSlice open, BodyRead read, long offset, int maxBytes) {
        if (read instanceof BodyRead.Bytes bytes) {
            return CompletableFuture.completedStage(open.lend(bytes));
        }
        CompletableFuture<BodyRead> ready = new CompletableFuture<>();
        exchange.context()
                .runOnContext(_ -> BodyRead.outcomeOf(brokenOff(open, read, offset, maxBytes))
                        .thenAccept(ready::complete));
        return ready;
    }

    // A slice that cannot be read to its end is fetched anew: the bytes sent so far are good, and of the
    // same version. What the origin broke off itself stays broken; what it sent and the store does not
    // give back goes past the store.
    private BodyRead brokenOff(OpenSlice open, BodyRead read, long offset, int maxBytes) {
        boolean originsDoing = !(read instanceof BodyRead.Failed failed) || failed.fault() == BodyFault.FILL_ABORTED;
        if (closed) {
            return new BodyRead.Failed(BodyFault.UNAVAILABLE);
        }
        return switch (open.slice().source()) {
            case STORED, COLLAPSED -> anew(open.index(), steps::fetch, offset, maxBytes);
            case FETCHED ->
                originsDoing
                        ? new BodyRead.Failed(BodyFault.UNAVAILABLE)
                        : anew(open.index(), steps::pass, offset, maxBytes);
            case PASSED -> new BodyRead.Failed(BodyFault.UNAVAILABLE);
        };
    }

    private BodyRead anew(long index, Fetching how, long offset, int maxBytes) {
        leave();
        return readWhenOpen(how.slice(exchange, whole, index).map(slice -> take(index, slice)), offset, maxBytes);
    }

    private interface Fetching {
        Future<Slice> slice(Exchange exchange, StoredHead whole, long index);
    }

    private void leave() {
        OpenSlice open = current;
        current = null;
        if (open != null) {
            open.drop();
        }
    }

    private static void discard(@Nullable Ahead coming) {
        if (coming != null) {
            coming.slice().onSuccess(slice -> {
                if (slice instanceof Slice.Ready ready) {
                    Closing.quietly(ready.owner());
                }
            });
        }
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        leave();
        discard(ahead);
        ahead = null;
        if (feed != null) {
            feed.readerLeft();
        }
        if (stored != null) {
            Closing.quietly(stored);
        }
    }
}
