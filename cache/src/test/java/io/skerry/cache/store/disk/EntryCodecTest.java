package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

    private static final byte[] BODY = "content of the response".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final long ID = 0x1122334455667788L;

    private static StoredHead head(long bodyLength) {
        return new StoredHead(
                new CacheKey(1, -2, "shop https example.org /ä/€"),
                new VariantKey(
                        List.of(
                                new VariantInput(VariantInput.Kind.HEADER, "accept-encoding"),
                                new VariantInput(VariantInput.Kind.GEO, "country")),
                        List.of("gzip", "")),
                "shop",
                new TargetUri("https", "example.org", "/a", "v=1"),
                new ResponseHead(200, Headers.of("Content-Type", "text/html", "X-Name", "caf\u00e9 \u20ac \ud800")),
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                Instant.parse("2026-01-02T03:04:06Z"),
                Set.of("product", "front page"),
                List.of(new TargetUri("http", "example.org", "/parent", "")),
                List.of(new SnapshotVersion("prices", "v17")),
                new Validators(Optional.of("\"abc\""), Optional.of("Fri, 02 Jan 2026 03:04:05 GMT")),
                new Validators(Optional.of("W/\"abc\""), Optional.empty()),
                "br",
                new BodyLayout.Whole(bodyLength),
                new JournalStamp(-77, 42),
                Optional.of(Instant.parse("2026-02-02T00:00:00.5Z")));
    }

    private static ByteBuffer inlineRecord() {
        ByteBuffer record = ByteBuffer.allocate(4096);
        EntryCodec.begin(record, ID, head(BODY.length), new BodyPlace.Inline(BODY.length));
        record.put(BODY);
        EntryCodec.seal(record);
        return record;
    }

    @Test
    void inline_record_comes_back_as_it_was() {
        ByteBuffer record = inlineRecord();

        Decoded.Entry entry = (Decoded.Entry) EntryCodec.decode(record);

        assertThat(entry.id()).isEqualTo(ID);
        assertThat(entry.head()).isEqualTo(head(BODY.length));
        assertThat(entry.place()).isEqualTo(new BodyPlace.Inline(BODY.length));
        assertThat(record.slice(entry.bodyOffset(), BODY.length)).isEqualTo(ByteBuffer.wrap(BODY));
    }

    @Test
    void record_of_a_content_in_a_file_comes_back_as_it_was() {
        ByteBuffer record = ByteBuffer.allocate(4096);
        BodyPlace place = new BodyPlace.InFile(99, 5_000_000_000L, 0xCAFEBABE);
        EntryCodec.begin(record, ID, head(5_000_000_000L), place);
        EntryCodec.seal(record);

        assertThat(EntryCodec.decode(record))
                .isEqualTo(new Decoded.Entry(ID, head(5_000_000_000L), place, record.limit()));
    }

    @Test
    void head_of_a_response_kept_in_slices_comes_back_as_it_was() {
        ByteBuffer record = ByteBuffer.allocate(4096);
        StoredHead head = head(0).withBody(new BodyLayout.Slices(5_000_000_000L, 1 << 20, -3));
        BodyPlace place = new BodyPlace.Inline(0);
        EntryCodec.begin(record, ID, head, place);
        EntryCodec.seal(record);

        assertThat(EntryCodec.decode(record)).isEqualTo(new Decoded.Entry(ID, head, place, record.limit()));
    }

    @Test
    void outline_for_the_index_says_the_same_as_the_whole_record() {
        StoredHead head = head(BODY.length);

        assertThat(EntryCodec.outline(inlineRecord()))
                .contains(new RecordOutline(
                        ID,
                        head.key().high(),
                        head.key().low(),
                        head.variant(),
                        new BodyPlace.Inline(BODY.length),
                        head.stamp()));
    }

    @Test
    void outline_of_a_response_kept_in_slices_ends_where_the_record_does() {
        ByteBuffer record = ByteBuffer.allocate(4096);
        StoredHead head = head(0).withBody(new BodyLayout.Slices(5_000_000_000L, 1 << 20, -3));
        EntryCodec.begin(record, ID, head, new BodyPlace.Inline(0));
        EntryCodec.seal(record);

        assertThat(EntryCodec.outline(record)).map(RecordOutline::stamp).contains(head.stamp());
    }

    @Test
    void every_single_flipped_bit_is_refused() {
        ByteBuffer record = inlineRecord();
        for (int bit = 0; bit < record.limit() * 8; bit++) {
            byte before = record.get(bit / 8);
            record.put(bit / 8, (byte) (before ^ (1 << (bit % 8))));
            assertThat(EntryCodec.decode(record)).as("bit " + bit).isInstanceOf(Decoded.Corrupt.class);
            assertThat(EntryCodec.outline(record)).as("bit " + bit).isEmpty();
            record.put(bit / 8, before);
        }
        assertThat(EntryCodec.decode(record)).isInstanceOf(Decoded.Entry.class);
    }

    @Test
    void every_truncation_and_every_appended_byte_is_refused() {
        ByteBuffer record = inlineRecord();
        int length = record.limit();
        for (int shorter = 0; shorter < length; shorter++) {
            assertThat(EntryCodec.decode(record.slice(0, shorter))).isInstanceOf(Decoded.Corrupt.class);
            assertThat(EntryCodec.outline(record.slice(0, shorter))).isEmpty();
        }
        assertThat(EntryCodec.decode(record.limit(length + 1))).isInstanceOf(Decoded.Corrupt.class);
    }

    @Test
    void wrong_fields_under_a_right_checksum_are_refused_and_never_throw() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer record = inlineRecord();
            int at = 12 + random.nextInt(record.limit() - 12);
            record.put(at, (byte) random.nextInt());
            record.put(12 + random.nextInt(record.limit() - 12), (byte) 0xFF);
            seal(record);
            assertThat(EntryCodec.decode(record)).isNotNull();
            assertThat(EntryCodec.outline(record)).isNotNull();
        }
    }

    private static void seal(ByteBuffer record) {
        record.putInt(4, 0);
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0));
        record.putInt(4, (int) crc.getValue());
    }
}
