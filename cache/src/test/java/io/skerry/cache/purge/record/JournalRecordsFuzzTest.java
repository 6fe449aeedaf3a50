package io.skerry.cache.purge.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skerry.cache.fuzz.Mutations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Any payload whatsoever, behind a checksum that is right: a record of the purge journal is read or called damaged. */
class JournalRecordsFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void any_payload_is_a_record_or_damaged(byte[] payload) {
        decode(payload);
    }

    @Test
    void mutated_payloads_are_records_or_damaged() {
        Mutations.each(
                JournalRecordsFuzzTest.class,
                "any_payload_is_a_record_or_damaged",
                60_000,
                JournalRecordsFuzzTest::decode);
    }

    private static void decode(byte[] payload) {
        try {
            RecordCodec.decode(ByteBuffer.wrap(payload));
        } catch (JournalDamaged said) {
            // That is the answer to bytes that are no record.
        }
        try {
            RecordCodec.decodeOrder(ByteBuffer.wrap(payload));
        } catch (JournalDamaged said) {
            // And to bytes that are no order of a peer.
        }
    }
}
