package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several ranges of a response that is being fetched whole, of which memory holds no more than a window. */
class ArrivingRangesScenarioTest {

    private static final int LENGTH = 6_000_000;

    @TempDir
    private Path folder;

    private RangeOrigin origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new RangeOrigin(LENGTH);
        origin.ranges = false;
        // What is asked for the first time has no file to go to.
        edge = RunningEdge.startFile(folder, """
                version: 1
                server: { http: { address: 127.0.0.1, port: 0 }, admin: { address: "127.0.0.1:0" } }
                storage: { memory: 16MB, disk: { path: ./cache, size: 64MB, admit: second-hit } }
                """ + RunningEdge.standard(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @Test
    void those_that_go_backwards_get_the_whole() throws Exception {
        HttpResponse<byte[]> answer = get("bytes=5900000-5900009,10-19");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
    }

    @Test
    void those_that_go_forwards_are_parts() throws Exception {
        HttpResponse<byte[]> answer = get("bytes=10-19,5900000-5900009");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .contains(new String(RangeOrigin.bytes(1, 10, 10), StandardCharsets.ISO_8859_1))
                .contains(new String(RangeOrigin.bytes(1, 5_900_000, 10), StandardCharsets.ISO_8859_1));
    }

    private HttpResponse<byte[]> get(String ranges) throws Exception {
        return edge.send(edge.ranged("/film", ranges), HttpResponse.BodyHandlers.ofByteArray());
    }
}
