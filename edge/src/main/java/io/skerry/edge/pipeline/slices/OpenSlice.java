package io.skerry.edge.pipeline.slices;

import io.skerry.cache.store.BodyRead;
import io.skerry.edge.pipeline.body.Closing;
import java.util.concurrent.atomic.AtomicInteger;

/** A slice that is being read: held open until it is left and every byte lent from it has come back. */
final class OpenSlice {

    private final long index;
    private final Slice.Ready slice;
    private final AtomicInteger users = new AtomicInteger(1);

    /** Takes over the slice. */
    OpenSlice(long index, Slice.Ready slice) {
        this.index = index;
        this.slice = slice;
    }

    long index() {
        return index;
    }

    Slice.Ready slice() {
        return slice;
    }

    /** The same bytes, which keep the slice open until they are released. */
    BodyRead lend(BodyRead.Bytes bytes) {
        users.incrementAndGet();
        Runnable release = () -> {
            bytes.release().run();
            drop();
        };
        return new BodyRead.Bytes(bytes.buffer(), release, bytes.file());
    }

    /** One user less: the reader leaves, or bytes come back. */
    void drop() {
        if (users.decrementAndGet() == 0) {
            Closing.quietly(slice.owner());
        }
    }
}
