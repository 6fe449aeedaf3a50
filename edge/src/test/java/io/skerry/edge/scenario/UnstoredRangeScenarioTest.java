package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges of a short response that may not be stored: the slice that was asked for brings all of it. */
class UnstoredRangeScenarioTest {

    private static final int LENGTH = 300_000;

    @TempDir
    private Path folder;

    private RangeOrigin origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new RangeOrigin(LENGTH);
        origin.cacheControl = "no-store";
        edge = RunningEdge.start(folder, RunningEdge.standard(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @Test
    void client_gets_its_part_whether_it_is_the_first_or_not() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> part = get("bytes=1000-1999");

            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1000-1999/" + LENGTH);
            assertThat(part.body()).isEqualTo(RangeOrigin.bytes(1, 1000, 1000));
            assertThat(RunningEdge.cacheStatus(part)).contains("fwd=uri-miss").doesNotContain("stored");
        }
    }

    @Test
    void interrupted_download_goes_on_where_it_was() throws Exception {
        HttpResponse<byte[]> rest = get("bytes=250000-");

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(RangeOrigin.bytes(1, 250_000, 50_000));
        assertThat(origin.asked()).hasSize(1);
    }

    @Test
    void range_beyond_the_end_is_refused_with_the_length() throws Exception {
        HttpResponse<byte[]> refused = get("bytes=400000-");

        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(refused.headers().firstValue("Content-Range")).hasValue("bytes */" + LENGTH);
    }

    @Test
    void part_of_another_version_is_the_whole() throws Exception {
        HttpRequest ofOther = HttpRequest.newBuilder(edge.uri("/film"))
                .header("Range", "bytes=1000-1999")
                .header("If-Range", "\"v0\"")
                .build();
        HttpResponse<byte[]> whole = edge.send(ofOther, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
    }

    private HttpResponse<byte[]> get(String range) throws Exception {
        return edge.send(edge.ranged("/film", range), HttpResponse.BodyHandlers.ofByteArray());
    }
}
