package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response in memory that is to be written to disk. Used on one store thread; {@link #done} is called once, at the end. */
public interface DiskWrite {

    /** The head as it is now. */
    StoredHead head();

    /** Hands out the content in order, as views that are valid during the call. */
    void content(Consumer<ByteBuffer> each);

    /** Length of the content. */
    long lengthBytes();

    /** Whether it was replaced, purged or removed meanwhile and must not be found on disk. */
    boolean withdrawn();

    /**
     * The place whose record it may take the place of, and of no other: it is written in vain where that is no longer in force. Null for
     * the newest version of its variant, whatever is there.
     */
    @Nullable
    Object replaces();

    /** Remembers where it is now. */
    void keptAt(Object copy);

    /** The content is no longer needed. */
    void done();
}
