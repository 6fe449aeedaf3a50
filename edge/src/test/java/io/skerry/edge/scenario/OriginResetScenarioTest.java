package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An origin that resets its connection right behind bytes it has sent. */
@Timeout(60)
@ParameterizedClass
@MethodSource("io.skerry.edge.testing.Transports#available")
class OriginResetScenarioTest {

    private static final int ROUNDS = 40;
    /** For all of them, far below the time-outs of one. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final String PART = "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: 100000\r\n\r\n" + "a".repeat(20_000);

    @TempDir
    private Path folder;

    OriginResetScenarioTest(String transport) {
        System.setProperty("skerry.transport", transport);
    }

    @AfterEach
    void forget() {
        System.clearProperty("skerry.transport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: max-age=60", "Cache-Control: no-store"})
    void its_clients_are_told_at_once(String cached) throws Exception {
        try (ServerSocket origin = resetting(PART.formatted(cached));
                RunningEdge edge = edgeBefore(origin)) {
            long begun = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                try (HerdClient client = HerdClient.get(edge.node().httpPort(), "/" + i)) {
                    assertThat(client.head()).matches("(?s)HTTP/1.1 (200|502) .*");
                    assertThat(broken(client)).isTrue();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
            }
        }
    }

    @Test
    void its_answer_is_not_awaited() throws Exception {
        try (ServerSocket origin = resetting("HTTP/1.1 200 OK\r\nX-Half: ");
                RunningEdge edge = edgeBefore(origin)) {
            long begun = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                try (HerdClient client = HerdClient.get(edge.node().httpPort(), "/" + i)) {
                    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: max-age=60", "Cache-Control: no-store"})
    void its_client_of_http_1_0_does_not_take_the_end_of_the_connection_for_that_of_the_content(String cached)
            throws Exception {
        try (GatedOrigin origin = GatedOrigin.start();
                RunningEdge edge = RunningEdge.start(folder, RunningEdge.standard(origin.port()));
                Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.getOutputStream().write("GET / HTTP/1.0\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            GatedOrigin.Asked asked = origin.next()
                    .head("200 OK", cached, "Transfer-Encoding: chunked")
                    .write("5\r\nhello\r\n");
            InputStream received = client.getInputStream();
            StringBuilder soFar = new StringBuilder();
            while (soFar.indexOf("\r\n\r\nhello") < 0) {
                soFar.append((char) received.read());
            }
            asked.out().close();

            assertThatThrownBy(received::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    /** Whether a response ended before its length, or was an error, which has all of its bytes. */
    private static boolean broken(HerdClient client) {
        try {
            int received = client.rest().length;
            return received < 100_000;
        } catch (UncheckedIOException reset) {
            return true;
        }
    }

    private RunningEdge edgeBefore(ServerSocket origin) throws Exception {
        return RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { firstByte: 15s, idle: 15s } } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """.formatted(origin.getLocalPort()));
    }

    private static ServerSocket resetting(String answer) throws IOException {
        ServerSocket origin = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Socket connection = origin.accept()) {
                        connection.setSoLinger(true, 0);
                        connection.getInputStream().readNBytes(50);
                        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException closed) {
                // That is how accepting ends.
            }
        });
        return origin;
    }
}
