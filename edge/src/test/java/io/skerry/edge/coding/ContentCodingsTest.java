package io.skerry.edge.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.message.ContentCoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingsTest {

    private final MemoryBudget memory = new MemoryBudget(Map.of(Use.ENCODERS, 12L << 20, Use.DECODERS, 20L << 20));
    private final ContentCodings codings = ContentCodings.start(1, memory);

    @AfterEach
    void stop() {
        codings.close();
    }

    private static byte[] text(int bytes) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append("<li class=\"item-")
                    .append(random.nextInt(50))
                    .append("\">")
                    .append(random.nextInt());
        }
        return text.substring(0, bytes).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private byte[] encoded(ContentCoding coding, byte[] plain, int piece) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (ContentEncoder encoder = codings.encoder(List.of(coding)).orElseThrow()) {
            for (int at = 0; at < plain.length; at += piece) {
                coded.write(encoder.encode(Arrays.copyOfRange(plain, at, Math.min(plain.length, at + piece))));
            }
            coded.write(encoder.finish());
        }
        return coded.toByteArray();
    }

    private InputStream decoded(ContentCoding coding, byte[] coded) throws IOException {
        return codings.decode(
                coding,
                new ByteArrayInputStream(coded),
                codings.reserveDecoder().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void what_was_encoded_in_pieces_decodes_to_the_same(ContentCoding coding) throws IOException {
        byte[] plain = text(300_000);

        byte[] coded = encoded(coding, plain, 7_001);

        assertThat(coded.length).isLessThan(plain.length / 3);
        try (InputStream stream = decoded(coding, coded)) {
            assertThat(stream.readAllBytes()).isEqualTo(plain);
        }
        assertThat(codings.stats().active()).isZero();
        CodingStats.OfCoding stats = codings.stats().codings().stream()
                .filter(one -> one.coding().equals(coding.token()))
                .findFirst()
                .orElseThrow();
        assertThat(stats).isEqualTo(new CodingStats.OfCoding(coding.token(), 1, plain.length, coded.length, 1));
    }

    @ParameterizedTest
    @EnumSource
    void content_that_is_empty_though_it_is_said_to_be_coded_is_empty(ContentCoding coding) throws IOException {
        try (InputStream stream = decoded(coding, new byte[0])) {
            assertThat(stream.readAllBytes()).isEmpty();
        }
        assertThat(codings.stats().active()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void flushed_content_can_be_read_before_it_ends(ContentCoding coding) throws IOException {
        byte[] first = text(2_000);
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (ContentEncoder encoder = codings.encoder(List.of(coding)).orElseThrow()) {
            coded.write(encoder.encode(first));
            coded.write(encoder.flush());
        }

        try (InputStream stream = decoded(coding, coded.toByteArray())) {
            assertThat(stream.readNBytes(first.length)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damaged_or_cut_content_is_a_failure_and_gives_the_decoder_back(ContentCoding coding) throws IOException {
        byte[] coded = encoded(coding, text(50_000), 50_000);
        byte[] cut = Arrays.copyOf(coded, coded.length / 2);

        assertThatThrownBy(() -> {
                    try (InputStream stream = decoded(coding, cut)) {
                        stream.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    try (InputStream stream =
                            decoded(coding, "no such coding".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                        stream.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(codings.stats().active()).isZero();
        assertThat(memory.bytes(Use.DECODERS)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void content_that_grows_beyond_measure_breaks_off(ContentCoding coding) throws IOException {
        byte[] bomb = encoded(coding, new byte[64 << 20], 1 << 20);

        long read = 0;
        byte[] block = new byte[64 * 1024];
        try (InputStream stream = decoded(coding, bomb)) {
            while (true) {
                int count = stream.read(block);
                assertThat(count).isPositive();
                read += count;
            }
        } catch (IOException expected) {
            assertThat(expected).hasMessageContaining("grows beyond");
        }
        assertThat(read).isLessThan(20 << 20);
    }

    @Test
    void zstd_window_beyond_what_browsers_take_is_refused_before_its_memory_is_taken() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (ZstdOutputStream stream = new ZstdOutputStream(coded, 3)) {
            stream.setLong(27);
            stream.write(text(100_000));
        }

        assertThatThrownBy(() -> {
                    try (InputStream stream = decoded(ContentCoding.ZSTD, coded.toByteArray())) {
                        stream.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void when_no_heavy_encoder_is_free_gzip_takes_its_place_and_then_none() {
        List<ContentEncoder> open = new ArrayList<>();
        List<ContentCoding> asked = List.of(ContentCoding.ZSTD, ContentCoding.GZIP);
        Optional<ContentEncoder> next = codings.encoder(asked);
        while (next.isPresent()) {
            open.add(next.get());
            next = codings.encoder(asked);
        }

        assertThat(open.getFirst().coding()).isEqualTo(ContentCoding.ZSTD);
        assertThat(open.getLast().coding()).isEqualTo(ContentCoding.GZIP);
        assertThat(codings.stats().unencoded()).isEqualTo(1);
        open.forEach(ContentEncoder::close);
        assertThat(codings.stats().active()).isZero();
        assertThat(memory.bytes(Use.ENCODERS)).isZero();
    }

    @Test
    void decoder_takes_what_the_window_of_its_content_needs_and_is_refused_more() throws IOException {
        byte[] small = encoded(ContentCoding.ZSTD, text(50_000), 50_000);
        byte[] large = withWindow(22, text(5_000_000));

        try (InputStream own = decoded(ContentCoding.ZSTD, small)) {
            assertThat(own.read()).isNotNegative();
            assertThat(memory.bytes(Use.DECODERS)).isBetween(1L << 20, 2L << 20);
        }
        List<InputStream> open = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        open.add(decoded(ContentCoding.ZSTD, large));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no memory for the window");
        assertThat(open).hasSize(4);
        assertThat(memory.bytes(Use.DECODERS)).isLessThanOrEqualTo(20L << 20);
        for (InputStream stream : open) {
            stream.close();
        }
        assertThat(memory.bytes(Use.DECODERS)).isZero();
        assertThat(codings.stats().undecoded()).isEqualTo(1);
    }

    private static byte[] withWindow(int log, byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (ZstdOutputStream stream = new ZstdOutputStream(coded, 3)) {
            stream.setLong(log);
            stream.write(plain);
        }
        return coded.toByteArray();
    }

    @Test
    void no_decoder_is_lent_where_their_memory_is_taken() {
        List<Claim> taken = new ArrayList<>();
        Optional<Claim> next = codings.reserveDecoder();
        while (next.isPresent()) {
            taken.add(next.get());
            next = codings.reserveDecoder();
        }

        assertThat(taken).hasSize(13);
        assertThat(Objects.requireNonNull(memory.accounts().get(Use.DECODERS)).refusals())
                .isEqualTo(1);
        taken.forEach(Claim::close);
        assertThat(memory.bytes(Use.DECODERS)).isZero();
    }
}
