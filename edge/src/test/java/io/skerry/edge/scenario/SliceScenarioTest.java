package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long responses are fetched, stored and served slice by slice, and never a byte of another version among them. */
class SliceScenarioTest {

    private static final int MIB = 1 << 20;
    private static final int LENGTH = 8 * MIB + 4321;

    @TempDir
    private Path folder;

    private RangeOrigin origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new RangeOrigin(LENGTH);
        edge = RunningEdge.start(folder, routes());
    }

    /** As the usual file, with patience for an origin that is held up. */
    private String routes() {
        return RunningEdge.standard(origin.port()).replace("firstByte: 2s, idle: 2s", "firstByte: 30s, idle: 30s");
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @Test
    void seek_into_a_cold_response_fetches_the_slice_it_needs_and_no_more() throws Exception {
        HttpResponse<byte[]> seek = get("bytes=5300000-5300999");

        assertPart(seek, 1, 5_300_000, 1000);
        assertThat(RunningEdge.cacheStatus(seek)).startsWith("Skerry; fwd=uri-miss; fwd-status=206");
        assertThat(origin.asked()).containsExactly("bytes=5242880-6291455");
    }

    @Test
    void further_seeks_fetch_what_is_missing_under_the_same_validator_and_hit_what_is_there() throws Exception {
        get("bytes=6291400-6291455"); // the slice's last bytes: whoever has them finds it stored
        HttpResponse<byte[]> same = get("bytes=5400000-5400999");
        HttpResponse<byte[]> other = get("bytes=1048570-1048579");
        HttpResponse<byte[]> tail = get("bytes=-10");

        assertPart(same, 1, 5_400_000, 1000);
        assertThat(RunningEdge.cacheStatus(same)).startsWith("Skerry; hit");
        assertPart(other, 1, 1_048_570, 10);
        assertThat(RunningEdge.cacheStatus(other)).startsWith("Skerry; fwd=partial");
        assertPart(tail, 1, LENGTH - 10, 10);
        assertThat(origin.asked())
                .containsExactlyInAnyOrder(
                        "bytes=5242880-6291455",
                        "!bytes=0-1048575",
                        "!bytes=1048576-2097151",
                        "!bytes=8388608-8392928");
    }

    @Test
    void whole_response_is_completed_by_the_slices_that_are_missing() throws Exception {
        get("bytes=5300000-5300999");
        HttpResponse<byte[]> whole = get(null);
        HttpResponse<byte[]> again = get(null);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(again.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(origin.asked()).doesNotHaveDuplicates().hasSize(9);
        assertThat(origin.sentBytes()).isLessThanOrEqualTo(LENGTH);
    }

    @Test
    void many_seekers_of_one_cold_slice_cause_one_request() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(edge.sendAsync(
                    edge.ranged("/video", "bytes=" + (3 * MIB + 1000 * i) + "-" + (3 * MIB + 1000 * i + 999)),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < 50; i++) {
            assertPart(answers.get(i).get(), 1, 3 * MIB + 1000 * i, 1000);
        }
        assertThat(origin.asked()).containsExactly("bytes=3145728-4194303");
    }

    @Test
    void a_thousand_ranges_cost_less_than_twice_the_response() throws Exception {
        for (int i = 0; i < 1000; i++) {
            int first = (int) ((i * 7919L * 1009) % (LENGTH - 100));
            assertPart(get("bytes=" + first + "-" + (first + 99)), 1, first, 100);
        }
        assertThat(origin.sentBytes()).isLessThanOrEqualTo(LENGTH);
    }

    @Test
    void another_version_at_the_origin_drops_the_slices_of_the_old_one() throws Exception {
        get("bytes=0-99");
        get("bytes=5300000-5300999");
        origin.version = 2;

        assertPart(get("bytes=3000000-3000999"), 2, 3_000_000, 1000);
        assertPart(get("bytes=0-99"), 2, 0, 100);
        assertPart(get("bytes=5300000-5300999"), 2, 5_300_000, 1000);
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(2, 0, LENGTH));
    }

    @Test
    void another_version_in_the_middle_of_a_transfer_breaks_it_visibly() throws Exception {
        get("bytes=0-99");
        origin.lie = part -> {
            if (part.first() >= 4 * MIB) {
                origin.version = 2;
                return part.withStatus(200).withContentRange("").withEtag("\"v2\"");
            }
            return part;
        };

        assertThatThrownBy(() -> get(null)).isInstanceOf(IOException.class);
        origin.lie = part -> part;
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(2, 0, LENGTH));
    }

    @Test
    void purge_takes_every_slice() throws Exception {
        get(null);
        edge.purge("{\"files\":[\"" + edge.uri("/video") + "\"]}");
        // The operator knows better than the validator: the bytes have changed under the same tag.
        origin.version = 2;
        origin.lie = part -> part.withEtag("\"v1\"");

        assertThat(get("bytes=5300000-5300999").body()).isEqualTo(RangeOrigin.bytes(2, 5_300_000, 1000));
        assertThat(get("bytes=5300000-5300999").body()).isEqualTo(RangeOrigin.bytes(2, 5_300_000, 1000));
    }

    @Test
    void slice_that_was_on_its_way_when_a_purge_came_is_not_kept() throws Exception {
        get("bytes=0-99");
        CountDownLatch purged = new CountDownLatch(1);
        origin.lie = part -> {
            if (part.first() == 3 * MIB) {
                await(purged);
            }
            return part;
        };
        CompletableFuture<HttpResponse<byte[]>> before =
                edge.sendAsync(edge.ranged("/video", "bytes=3200000-3200099"), HttpResponse.BodyHandlers.ofByteArray());
        Awaitility.await().until(() -> origin.asked().size() == 2);

        edge.purge("{\"files\":[\"" + edge.uri("/video") + "\"]}");
        origin.version = 2;
        origin.lie = part -> part.withEtag("\"v1\"");
        purged.countDown();

        assertThat(before.get().statusCode()).isEqualTo(206);

        assertThat(get("bytes=3200000-3200099").body()).isEqualTo(RangeOrigin.bytes(2, 3_200_000, 100));
        assertThat(get("bytes=0-99").body()).isEqualTo(RangeOrigin.bytes(2, 0, 100));
    }

    @Test
    void slices_are_found_after_a_restart() throws Exception {
        get("bytes=6291400-6291455");
        restart();

        assertPart(get("bytes=6000000-6000999"), 1, 6_000_000, 1000);
        assertThat(origin.asked()).containsExactly("bytes=5242880-6291455");
    }

    @Test
    void damaged_slice_on_disk_is_fetched_anew_in_the_middle_of_a_transfer() throws Exception {
        get(null); // whole, under 32 MiB: dropped again, so that slices are made of it
        edge.purge("{\"files\":[\"" + edge.uri("/video") + "\"]}");
        get("bytes=0-99");
        get(null);
        closeWritten();
        // While it is stopped: a restart may read slices back into memory, and serve them from there.
        int damaged = damageFiles();
        startAgain();

        assertThat(damaged).isPositive();
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(edge.node().storeStats().disk().corruptions()).isPositive();
    }

    private void restart() throws Exception {
        closeWritten();
        startAgain();
    }

    private void closeWritten() {
        Awaitility.await().until(() -> edge.node().storeStats().health().queuedWrites() == 0);
        edge.close();
    }

    /** On the port it had: what is stored is known by it. */
    private void startAgain() throws Exception {
        String server = RunningEdge.SERVER.replaceFirst(
                "port: 0", "port: " + edge.node().httpPort());
        edge = RunningEdge.startFile(folder, server + routes());
        Awaitility.await().until(() -> !edge.node().storeStats().health().recovering());
    }

    /** Flips a byte in the middle of every file of a slice. */
    private int damageFiles() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".seg")).toList();
        }
        for (Path file : files) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(600_000);
                int before = bytes.read();
                bytes.seek(600_000);
                bytes.write(before ^ 1);
            }
        }
        return files.size();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stale_slices_are_validated_with_the_response_they_belong_to() throws Exception {
        origin.cacheControl = "max-age=0";
        get("bytes=5300000-5300999");
        HttpResponse<byte[]> validated = get("bytes=5300000-5300999");

        assertPart(validated, 1, 5_300_000, 1000);
        assertThat(RunningEdge.cacheStatus(validated)).contains("fwd=stale; fwd-status=304");
        assertThat(origin.asked()).hasSize(2);
        assertThat(origin.sentBytes()).isLessThanOrEqualTo(MIB);
    }

    @Test
    void origin_that_ignores_ranges_is_asked_once_and_its_answer_stored_whole() throws Exception {
        origin.ranges = false;

        assertPart(get("bytes=5300000-5300999"), 1, 5_300_000, 1000);
        assertPart(get("bytes=100-199"), 1, 100, 100);
        assertThat(origin.asked()).containsExactly("bytes=5242880-6291455");
    }

    @Test
    void without_a_strong_validator_the_response_is_fetched_whole() throws Exception {
        origin.lie = part -> part.withEtag("W/\"v1\"");

        assertThat(get("bytes=5300000-5300999").body()).isEqualTo(RangeOrigin.bytes(1, 5_300_000, 1000));
        assertThat(get("bytes=100-199").body()).isEqualTo(RangeOrigin.bytes(1, 100, 100));
        assertThat(origin.asked()).containsExactly("bytes=5242880-6291455", "-");
    }

    @Test
    void uncacheable_response_is_asked_for_as_the_client_does() throws Exception {
        origin.cacheControl = "no-store";

        assertPart(get("bytes=5300000-5300999"), 1, 5_300_000, 1000);
        assertPart(get("bytes=100-199"), 1, 100, 100);
        assertThat(origin.asked()).containsExactly("bytes=5242880-6291455", "bytes=5300000-5300999", "bytes=100-199");
    }

    @Test
    void short_response_is_complete_with_its_first_range() throws Exception {
        try (RangeOrigin small = new RangeOrigin(5000);
                RunningEdge other = RunningEdge.start(
                        Files.createDirectory(folder.resolve("other")), RunningEdge.standard(small.port()))) {
            HttpResponse<byte[]> part = edge.send(
                    HttpRequest.newBuilder(other.uri("/small"))
                            .header("Range", "bytes=-100")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            HttpResponse<byte[]> whole = edge.send(
                    HttpRequest.newBuilder(other.uri("/small")).build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(part.body()).isEqualTo(RangeOrigin.bytes(1, 4900, 100));
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 4900-4999/5000");
            assertThat(whole.body()).isEqualTo(RangeOrigin.bytes(1, 0, 5000));
            assertThat(small.asked()).containsExactly("bytes=0-1048575");
        }
    }

    @Test
    void range_beyond_the_end_of_a_cold_response_is_the_origins_refusal() throws Exception {
        HttpResponse<byte[]> answer = get("bytes=90000000-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */" + LENGTH);
        assertPart(get("bytes=0-9"), 1, 0, 10);
    }

    @Test
    void lies_about_ranges_never_poison() throws Exception {
        origin.lie = part -> part.status() == 206 ? part.withContentRange("bytes 0-1048575/" + LENGTH) : part;
        assertPart(get("bytes=5300000-5300999"), 1, 5_300_000, 1000);
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
    }

    @Test
    void slice_under_another_tag_or_of_another_length_is_no_slice_of_the_stored_response() throws Exception {
        get("bytes=0-99");
        origin.lie = part -> part.status() == 206 && part.first() > 0
                ? new RangeOrigin.Part(206, part.contentRange(), "\"v9\"", part.first(), part.lengthBytes(), 9)
                : part;
        HttpResponse<byte[]> other = get("bytes=3000000-3000999");
        origin.lie = part -> part;

        // Whatever the liar's own bytes were, they are in no other answer.
        assertThat(other.headers().firstValue("ETag")).hasValue("\"v9\"");
        assertThat(other.body()).isEqualTo(RangeOrigin.bytes(9, 3_000_000, 1000));
        assertPart(get("bytes=0-99"), 1, 0, 100);
    }

    @Test
    void failing_origin_is_an_error_for_what_is_missing_and_none_for_what_is_stored() throws Exception {
        get("bytes=0-99");
        origin.lie = part -> part.withStatus(503).withContentRange("");

        assertThat(get("bytes=3000000-3000999").statusCode()).isEqualTo(502);
        assertPart(get("bytes=0-99"), 1, 0, 100);
    }

    @Test
    void head_condition_and_refused_range_of_a_response_in_slices_need_no_slice() throws Exception {
        get("bytes=0-99");
        HttpResponse<Void> head = edge.send(
                HttpRequest.newBuilder(edge.uri("/video")).HEAD().build(), HttpResponse.BodyHandlers.discarding());
        HttpResponse<byte[]> known = edge.send(
                HttpRequest.newBuilder(edge.uri("/video"))
                        .header("If-None-Match", "\"v1\"")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(LENGTH);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(get("bytes=90000000-").statusCode()).isEqualTo(416);
        assertThat(origin.asked()).hasSize(1);
    }

    @Test
    void several_ranges_in_several_slices_are_one_multipart_answer() throws Exception {
        get("bytes=0-99");
        HttpResponse<byte[]> answer = get("bytes=10-19,5300000-5300009");

        assertThat(answer.statusCode()).isEqualTo(206);
        String body = new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(body)
                .contains("bytes 10-19/" + LENGTH)
                .contains(
                        new String(RangeOrigin.bytes(1, 5_300_000, 10), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private HttpResponse<byte[]> get(@Nullable String range) throws IOException, InterruptedException {
        return edge.send(edge.ranged("/video", range), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertPart(HttpResponse<byte[]> answer, int version, long first, int count) {
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range"))
                .hasValue("bytes " + first + "-" + (first + count - 1) + "/" + LENGTH);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"v" + version + "\"");
        assertThat(answer.body()).isEqualTo(RangeOrigin.bytes(version, first, count));
    }
}
