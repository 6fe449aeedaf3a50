package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long responses in a coding, stored slice by slice, for clients that refuse the coding, and the other way round. */
class DecodedSliceScenarioTest {

    private static final int LENGTH = 8 * (1 << 20) + 4321;

    @TempDir
    private Path folder;

    @Test
    void coded_slices_that_are_missing_come_over_the_usual_connections_for_a_client_that_gets_them_decoded()
            throws Exception {
        byte[] plain = new byte[LENGTH - 10_000];
        new Random(1).nextBytes(plain);
        try (RangeOrigin origin = new RangeOrigin(LENGTH);
                RunningEdge edge = RunningEdge.start(folder, patient(origin))) {
            origin.gzipped = gzip(plain);

            for (int i = 0; i < 8; i++) {
                HttpRequest.Builder film = HttpRequest.newBuilder(edge.uri("/film/" + i));
                HttpRequest seek = film.copy()
                        .header("Accept-Encoding", "gzip")
                        .header("Range", "bytes=5300000-5300999")
                        .build();
                HttpRequest whole = film.header("Accept-Encoding", "identity").build();
                assertThat(content(edge, seek)).isEqualTo(Arrays.copyOfRange(origin.gzipped, 5_300_000, 5_301_000));
                assertThat(content(edge, whole)).isEqualTo(plain);
            }
            assertThat(origin.clients()).hasSizeLessThan(8);
        }
    }

    @Test
    void slices_of_what_is_not_coded_are_asked_for_as_they_are_for_a_client_that_takes_codings() throws Exception {
        try (RangeOrigin origin = new RangeOrigin(LENGTH);
                RunningEdge edge = RunningEdge.start(folder, patient(origin))) {
            origin.codes = true;
            HttpRequest.Builder film = HttpRequest.newBuilder(edge.uri("/film"));
            content(edge, film.copy().header("Range", "bytes=0-99").build());

            HttpRequest.Builder browser = film.copy().header("Accept-Encoding", "gzip, deflate, br, zstd");
            byte[] acrossTwo = content(
                    edge, browser.header("Range", "bytes=1048000-1049000").build());

            assertThat(acrossTwo).isEqualTo(RangeOrigin.bytes(1, 1_048_000, 1_001));
            assertThat(origin.asked()).containsExactly("bytes=0-1048575", "!bytes=1048576-2097151");
        }
    }

    private static String patient(RangeOrigin origin) {
        return RunningEdge.standard(origin.port()).replace("firstByte: 2s, idle: 2s", "firstByte: 30s, idle: 30s");
    }

    private static byte[] content(RunningEdge edge, HttpRequest request) throws Exception {
        return edge.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** Padded by a field that readers skip, so that it is as long as the origin's other responses. */
    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(plain);
        }
        byte[] all = coded.toByteArray();
        int comment = LENGTH - all.length;
        byte[] padded = new byte[LENGTH];
        System.arraycopy(all, 0, padded, 0, 10);
        padded[3] |= 16; // RFC 1952 2.3.1, FCOMMENT
        Arrays.fill(padded, 10, 10 + comment - 1, (byte) 'x');
        System.arraycopy(all, 10, padded, 10 + comment, all.length - 10);
        return padded;
    }
}
