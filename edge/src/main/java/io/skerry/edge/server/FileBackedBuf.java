package io.skerry.edge.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.skerry.cache.store.BodyRead.FileRange;
import org.jspecify.annotations.Nullable;

/** Bytes in memory that are a part of a file, too: {@link FileRegions} sends them from there. To everything else it is a buffer. */
final class FileBackedBuf extends CompositeByteBuf {

    private final FileRange range;

    /** Bytes, and where they begin in the file. */
    FileBackedBuf(ByteBuf bytes, FileRange range) {
        super(UnpooledByteBufAllocator.DEFAULT, true, 1, bytes);
        this.range = range;
    }

    FileRange range() {
        return range;
    }

    /** What a buffer is a view of, if that is all of one of these; else null. */
    static @Nullable FileBackedBuf behind(ByteBuf view) {
        for (ByteBuf inner = view; inner != null; inner = inner.unwrap()) {
            if (inner instanceof FileBackedBuf found) {
                return found.readableBytes() == view.readableBytes() ? found : null;
            }
        }
        return null;
    }
}
