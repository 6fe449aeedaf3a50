package io.skerry.cache.store.disk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skerry.cache.fuzz.Mutations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Any bytes whatsoever in the store's files, with the right checksum over them: decoded or called corrupt, never an exception. */
class StoredBytesFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void any_record_is_decoded_or_corrupt(byte[] bytes) {
        decode(bytes);
    }

    @Test
    void mutated_records_are_decoded_or_corrupt() {
        Mutations.each(
                StoredBytesFuzzTest.class, "any_record_is_decoded_or_corrupt", 60_000, StoredBytesFuzzTest::decode);
    }

    private static void decode(byte[] bytes) {
        EntryCodec.decode(ByteBuffer.wrap(bytes));
        if (bytes.length >= 12) {
            // Sealed anew: otherwise nothing behind the checksum is ever reached.
            ByteBuffer sealed = ByteBuffer.allocate(bytes.length);
            sealed.put(bytes);
            EntryCodec.seal(sealed);
            EntryCodec.decode(sealed);
            EntryCodec.outline(sealed);
        }
        ByteBuffer trailer = ByteBuffer.wrap(bytes);
        SegmentTrailer.decode(trailer, new BodyPlace.InFile(1, 100_000, SegmentTrailer.crc(trailer.duplicate())));
    }
}
