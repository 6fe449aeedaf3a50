package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.disk.DiskWrite;
import io.skerry.cache.store.hot.HotEntry;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response in memory on its way to disk; holds one reference of the entry until it is done.
 *
 * @param entry retained for this
 * @param replaces the place of the only record that it may take the place of; null for whatever is there
 */
record HotWrite(HotEntry entry, @Nullable Object replaces) implements DiskWrite {

    /** A write of the newest version of a variant. */
    static HotWrite newest(HotEntry entry) {
        return new HotWrite(entry, null);
    }

    @Override
    public StoredHead head() {
        // Compared so far; records up to there may be forgotten before this one is read again.
        return entry.version().compared().head();
    }

    @Override
    public void content(Consumer<ByteBuffer> each) {
        entry.content().forEach(each);
    }

    @Override
    public long lengthBytes() {
        return entry.content().lengthBytes();
    }

    @Override
    public boolean withdrawn() {
        return entry.removed();
    }

    @Override
    public void keptAt(Object copy) {
        entry.keptAt(copy);
    }

    @Override
    public void done() {
        entry.release();
    }
}
