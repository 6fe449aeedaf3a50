package io.skerry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skerry.benchmarks.HitRatio.Result;
import io.skerry.benchmarks.SimulatedCache.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store beside LRU on small traces; on those of a folder when {@code -Dskerry.traces} names one. */
class HitRatioTest {

    private static final long MEMORY = 16L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 8192})
    void store_hits_no_less_than_lru_in_requests_and_in_bytes(int bytes) {
        assertNotBehindLru(new Trace.Zipf(40_000, 10_000, 0.9, 0.33, bytes), MEMORY);
    }

    @Test
    void store_holds_a_part_of_a_loop_of_which_lru_holds_nothing() {
        Trace.Kept loop = new Trace.Kept();
        for (int i = 0; i < 20_000; i++) {
            loop.add(i % 2500, 8192);
        }
        List<Result> results = play(loop, MEMORY);

        assertThat(results.get(1).requests()).isZero();
        assertThat(results.get(0).requests()).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({"adaptsize-request.trace.xz, LINES", "web07.trace.xz, IDS4"})
    void store_hits_no_less_than_lru_on_the_shared_traces(String name, TraceFormat format) throws IOException {
        String traces = System.getProperty("skerry.traces");
        assumeTrue(traces != null, "-Dskerry.traces names no folder with the traces of Caffeine's simulator");
        Path file = Path.of(Objects.requireNonNull(traces), name);
        Process xz = new ProcessBuilder("xz", "-dc", file.toString()).start();
        Trace.Kept trace = new Trace.Kept();
        try (InputStream in = new BufferedInputStream(xz.getInputStream())) {
            format.read(in, 8192, trace);
        }
        assertThat(trace.count()).isGreaterThan(60_000);

        assertNotBehindLru(trace, MEMORY);
        assertNotBehindLru(trace, 4 * MEMORY);
    }

    private static void assertNotBehindLru(Trace trace, long memory) {
        List<Result> results = play(trace, memory);
        Result own = results.get(0);
        Result lru = results.get(1);
        assertThat(own.requests()).isGreaterThanOrEqualTo(lru.requests());
        assertThat(own.bytes()).isGreaterThanOrEqualTo(lru.bytes());
    }

    private static List<Result> play(Trace trace, long memory) {
        List<SimulatedCache> caches = new ArrayList<>();
        caches.add(new Store(memory));
        caches.addAll(HitRatio.others(trace, (long) (memory * SimulatedCache.POLICY_SHARE), false, new Weights()));
        return HitRatio.play(trace, caches);
    }

    @Test
    void simulator_plays_beside_lru_with_sizes_and_without() {
        for (int bytes : new int[] {0, 8192}) {
            Trace trace = new Trace.Zipf(3_000, 500, 0.9, 0.33, bytes);
            List<Result> results = HitRatio.play(trace, HitRatio.others(trace, 2 << 20, true, new Weights()));

            assertThat(results)
                    .extracting(Result::name)
                    .contains("lru", "product.Caffeine", "greedy-dual.Gdsf", "two-queue.S3Fifo");
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.requests()).isBetween(5.0, 70.0));
        }
    }

    @Test
    void every_format_reads_the_requests_that_were_written() throws IOException {
        assertThat(read(TraceFormat.LINES, "1 7 100\n2 8 200\n\n3 7 100\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("7/100", "8/200", "7/100");
        assertThat(read(TraceFormat.KEYS, "7\n8\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("7/5", "8/5");
        assertThat(read(TraceFormat.IDS4, new byte[] {0, 0, 1, 0, -1, 0, 0, 0}))
                .containsExactly("256/5", "4278190080/5");
        assertThat(read(TraceFormat.IDS8, new byte[] {0, 0, 0, 1, 0, 0, 0, 0})).containsExactly("4294967296/5");
    }

    @Test
    void bad_file_is_told_by_place_and_reason() {
        assertRefused(TraceFormat.LINES, "1 7 100\n2 8\n", "line 2: expected 'time id bytes', found '2 8'");
        assertRefused(TraceFormat.LINES, "1 7 many\n", "line 1: not a number of bytes: 'many'");
        assertRefused(TraceFormat.LINES, "1 7 -3\n", "line 1: not a number of bytes: '-3'");
        assertRefused(TraceFormat.KEYS, "a\u0000b\n", "line 1: not text; is the file compressed");
        assertRefused(TraceFormat.IDS4, "123456", "after 1 ids of 4 bytes, 2 bytes are left over");
        assertRefused(TraceFormat.KEYS, "\n\n", "no requests in it");
    }

    private void assertRefused(TraceFormat format, String content, String reason) {
        assertThatThrownBy(() -> read(format, content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trace: ")
                .hasMessageContaining(reason);
    }

    private List<String> read(TraceFormat format, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("trace"), content);
        List<String> requests = new ArrayList<>();
        HitRatio.read(file.toString(), format, 5).forEach((id, bytes) -> requests.add(id + "/" + bytes));
        return requests;
    }
}
