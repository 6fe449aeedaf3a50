package io.skerry.cache.store.disk;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.SelfDescribingMarshallable;
import org.jspecify.annotations.Nullable;

/**
 * Copies records between a shard's mapped file and direct buffers, one copy each way under the shard's lock.
 *
 * <p>Public because Chronicle Map makes instances by name: the name stands in the files' headers, and moving the class is a
 * new file format.
 */
public final class RecordMarshaller extends SelfDescribingMarshallable
        implements SizedReader<ByteBuffer>, SizedWriter<ByteBuffer> {

    @Override
    public long size(ByteBuffer record) {
        return record.remaining();
    }

    @Override
    public void write(Bytes<?> out, long size, ByteBuffer record) {
        out.unsafeWrite(MemorySegment.ofBuffer(record).address(), (int) size);
    }

    /** Reads into {@code using}, direct and large enough; a record that does not fit becomes empty, which no codec accepts. */
    @Override
    public ByteBuffer read(Bytes<?> in, long size, @Nullable ByteBuffer using) {
        ByteBuffer record = using == null ? ByteBuffer.allocateDirect(EntryCodec.MAX_RECORD_BYTES) : using;
        record.clear();
        if (size > record.capacity()) {
            return record.limit(0);
        }
        in.unsafeRead(MemorySegment.ofBuffer(record).address(), (int) size);
        return record.limit((int) size);
    }
}
