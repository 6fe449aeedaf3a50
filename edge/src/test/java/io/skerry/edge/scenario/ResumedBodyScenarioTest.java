package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored body whose file turns out damaged after its head and first bytes are on their way: the origin gives the rest. */
class ResumedBodyScenarioTest {

    private static final int LENGTH = 12_000_000;
    private static final int DAMAGED_AT = 11_000_000;

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
    void client_gets_the_rest_from_the_origin_and_the_next_one_what_is_stored_anew() throws Exception {
        store();
        damage();

        HttpResponse<byte[]> resumed = get(null);

        assertThat(resumed.body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(RunningEdge.cacheStatus(resumed)).startsWith("Skerry; hit");
        assertThat(origin.asked()).hasSize(2);
        assertThat(origin.asked().getLast()).matches("!bytes=[1-9]\\d+-" + (LENGTH - 1));
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        assertThat(origin.asked().getLast()).isEqualTo("-");
        Awaitility.await().until(() -> edge.node().storeStats().openLeases() == 0);
    }

    @Test
    void range_behind_the_damage_comes_from_the_origin() throws Exception {
        store();
        damage();

        HttpResponse<byte[]> part = get("bytes=" + (DAMAGED_AT - 10) + "-" + (DAMAGED_AT + 9));

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(RangeOrigin.bytes(1, DAMAGED_AT - 10L, 20));
        assertThat(origin.asked().getLast()).startsWith("!bytes=" + (DAMAGED_AT - 10) + "-");
    }

    @Test
    void another_version_at_the_origin_breaks_the_transfer() throws Exception {
        store();
        damage();
        origin.version = 2;

        assertThatThrownBy(() -> get(null)).isInstanceOf(IOException.class);
    }

    @Test
    void nothing_is_added_to_a_body_that_was_purged_meanwhile() throws Exception {
        store();
        damage();
        try (Socket slow = new Socket()) {
            // The damage is far beyond what the connection holds.
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), edge.uri("/").getPort()));
            String request =
                    "GET /film HTTP/1.1\r\nHost: " + edge.uri("/").getAuthority() + "\r\nConnection: close\r\n\r\n";
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(head(slow.getInputStream())).contains("200 OK");
            edge.purge("{\"files\":[\"" + edge.uri("/film") + "\"]}");
            origin.lie = _ -> otherBytesUnderTheSameTag();

            byte[] received = received(slow.getInputStream());

            assertThat(received).isEqualTo(RangeOrigin.bytes(1, 0, received.length));
        }
    }

    private RangeOrigin.Part otherBytesUnderTheSameTag() {
        String[] ends = origin.asked().getLast().substring("!bytes=".length()).split("-", -1);
        long first = Long.parseLong(ends[0]);
        return new RangeOrigin.Part(
                206, "bytes " + first + "-" + (LENGTH - 1) + "/" + LENGTH, "\"v1\"", first, LENGTH - first, 2);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    private static byte[] received(InputStream body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.transferTo(bytes);
        } catch (IOException brokenOff) {
            // As it has to be.
        }
        return bytes.toByteArray();
    }

    @Test
    void origin_without_ranges_breaks_the_transfer() throws Exception {
        store();
        damage();
        origin.ranges = false;

        assertThatThrownBy(() -> get(null)).isInstanceOf(IOException.class);
    }

    private void store() throws Exception {
        assertThat(get(null).body()).isEqualTo(RangeOrigin.bytes(1, 0, LENGTH));
        Awaitility.await().until(() -> !segments().isEmpty());
        assertThat(RunningEdge.cacheStatus(get("bytes=0-9"))).startsWith("Skerry; hit");
        assertThat(origin.asked()).containsExactly("-");
    }

    private void damage() throws IOException {
        List<Path> files = segments();
        assertThat(files).hasSize(1);
        try (FileChannel file = FileChannel.open(files.getFirst(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1000), DAMAGED_AT);
        }
    }

    private List<Path> segments() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".seg")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> get(@Nullable String range) throws IOException, InterruptedException {
        return edge.send(edge.ranged("/film", range), HttpResponse.BodyHandlers.ofByteArray());
    }
}
