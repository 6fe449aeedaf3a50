package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long response that is asked for whole: one request to the origin, cut into slices as it arrives. */
class LongResponseScenarioTest {

    private static final int MIB = 1 << 20;
    private static final int LENGTH = 33 * MIB + 777;

    @TempDir
    private Path folder;

    private RangeOrigin origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new RangeOrigin(LENGTH);
        edge = RunningEdge.start(folder, RunningEdge.standard(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @Test
    void one_request_brings_it_all() throws Exception {
        HttpResponse<byte[]> whole = get(null);

        assertThat(whole.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(RunningEdge.cacheStatus(whole)).startsWith("Skerry; fwd=uri-miss; fwd-status=200");
        assertThat(origin.asked()).containsExactly("-");
        assertThat(get("bytes=-1000").body()).isEqualTo(RangeOrigin.bytes(1, LENGTH - 1000, 1000));
        assertThat(origin.asked()).containsExactly("-");
    }

    @Test
    void seek_beyond_what_has_arrived_does_not_wait_for_it() throws Exception {
        HttpResponse<InputStream> slow =
                edge.send(edge.ranged("/film", null), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(slow.body().readNBytes(1000)).isEqualTo(RangeOrigin.bytes(1, 0, 1000));

        HttpResponse<byte[]> seek = get("bytes=33000000-33000999");

        assertThat(seek.body()).isEqualTo(RangeOrigin.bytes(1, 33_000_000, 1000));
        assertThat(origin.asked()).containsExactly("-", "!bytes=32505856-33554431");
        assertThat(slow.body().readAllBytes()).isEqualTo(RangeOrigin.bytes(1, 1000, LENGTH - 1000));
    }

    @Test
    void client_that_leaves_ends_the_fetch_and_what_has_arrived_stays() throws Exception {
        HttpResponse<InputStream> left =
                edge.send(edge.ranged("/film", null), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(left.body().readNBytes(3 * MIB)).isEqualTo(RangeOrigin.bytes(1, 0, 3 * MIB));
        left.body().close();
        Awaitility.await().until(() -> edge.node().storeStats().openSinks() == 0);

        assertThat(get("bytes=0-999").body()).isEqualTo(RangeOrigin.bytes(1, 0, 1000));
        assertThat(RunningEdge.cacheStatus(get("bytes=2000000-2000999"))).startsWith("Skerry; hit");
        assertThat(origin.asked()).containsExactly("-");
        assertThat(origin.sentBytes()).isLessThan(LENGTH);
    }

    @Test
    void those_who_read_along_get_every_byte_whoever_leaves() throws Exception {
        HttpResponse<InputStream> leader =
                edge.send(edge.ranged("/film", null), HttpResponse.BodyHandlers.ofInputStream());
        List<CompletableFuture<HttpResponse<byte[]>>> followers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            followers.add(edge.sendAsync(edge.ranged("/film", null), HttpResponse.BodyHandlers.ofByteArray()));
        }
        assertThat(leader.body().readNBytes(MIB)).hasSize(MIB);
        leader.body().close();

        for (CompletableFuture<HttpResponse<byte[]>> follower : followers) {
            assertThat(follower.get().body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        }
        assertThat(origin.sentBytes()).isLessThan(2L * LENGTH);
    }

    @Test
    void response_for_which_the_disk_has_no_room_says_so_and_comes_whole() throws Exception {
        origin.lie = part -> part.withEtag("W/\"v1\"");

        HttpResponse<byte[]> whole = get(null);

        assertThat(whole.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(RunningEdge.cacheStatus(whole))
                .isEqualTo("Skerry; fwd=uri-miss; fwd-status=200; detail=disk-unavailable");
        Awaitility.await()
                .until(() -> edge.explain("/film").getJsonObject("forwarding").containsKey("lastNotStored"));
        assertThat(edge.explain("/film")
                        .getJsonObject("forwarding")
                        .getJsonObject("lastNotStored")
                        .getString("reason"))
                .isEqualTo("disk-unavailable");
        assertThat(RunningEdge.cacheStatus(get(null))).contains("detail=disk-unavailable");
    }

    @Test
    void origin_that_breaks_off_leaves_the_slices_that_are_whole() throws Exception {
        origin.breakAfter = 5_242_980;
        HttpResponse<InputStream> broken =
                edge.send(edge.ranged("/film", null), HttpResponse.BodyHandlers.ofInputStream());
        byte[] received = broken.body().readNBytes(5 * MIB);
        assertThat(received).isEqualTo(RangeOrigin.bytes(1, 0, 5 * MIB));
        broken.body().close();
        origin.breakAfter = Long.MAX_VALUE;

        assertThat(get("bytes=4194304-4195303").body()).isEqualTo(RangeOrigin.bytes(1, 4_194_304, 1000));
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
    }

    private HttpResponse<byte[]> get(@Nullable String range) throws IOException, InterruptedException {
        return edge.send(edge.ranged("/film", range), HttpResponse.BodyHandlers.ofByteArray());
    }
}
