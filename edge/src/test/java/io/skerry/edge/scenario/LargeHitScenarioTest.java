package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Hits so large that they are sent out of memory without being copied, on each transport. */
@ParameterizedClass
@MethodSource("io.skerry.edge.testing.Transports#available")
class LargeHitScenarioTest {

    private static final String FILE = """
            version: 1
            server: { http: { address: 127.0.0.1, port: 0 }, admin: { address: "127.0.0.1:0" }, timeouts: { drain: 2s, writeIdle: 3s } }
            storage: { memory: 128MB, disk: { path: ./cache, size: 64MB } }
            """;
    /** More than the sockets of both sides take for a client that reads nothing. */
    private static final int LENGTH = 7_500_000;

    private final String transport;

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final byte[] body = new byte[LENGTH];
    private RunningEdge edge;

    LargeHitScenarioTest(String transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws Exception {
        new Random(7).nextBytes(body);
        origin.start();
        serve("/large", body);
        System.setProperty("skerry.transport", transport);
        edge = RunningEdge.startFile(folder, FILE + patient());
        assertThat(fetched("GET /large HTTP/1.0\r\n\r\n")).isEqualTo(body);
    }

    /** WireMock's first answer of all takes its time on a busy machine. */
    private String patient() {
        return RunningEdge.standard(origin.port()).replace("firstByte: 2s, idle: 2s", "firstByte: 30s, idle: 30s");
    }

    @AfterEach
    void stop() {
        System.clearProperty("skerry.transport");
        edge.close();
        origin.stop();
    }

    private void serve(String path, byte[] content) {
        origin.stubFor(get(path)
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=600").withBody(content)));
    }

    @Test
    void hits_of_one_connection_come_whole_and_in_order() throws Exception {
        try (Socket client = connected()) {
            String whole = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
            String part = "GET /large HTTP/1.1\r\nHost: a\r\nRange: bytes=100001-900001\r\n\r\n";
            String head = "HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n";
            send(client, whole + part + head + whole);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));

            assertThat(head(in)).startsWith("HTTP/1.1 200").contains("; hit");
            assertThat(in.readNBytes(LENGTH)).isEqualTo(body);
            assertThat(head(in)).startsWith("HTTP/1.1 206");
            assertThat(in.readNBytes(800_001)).isEqualTo(Arrays.copyOfRange(body, 100_001, 900_002));
            assertThat(head(in)).startsWith("HTTP/1.1 200");
            assertThat(head(in)).startsWith("HTTP/1.1 200");
            assertThat(in.readNBytes(LENGTH)).isEqualTo(body);
        }
    }

    @Test
    void an_old_client_gets_it_until_the_connection_ends() throws Exception {
        assertThat(fetched("GET /large HTTP/1.0\r\n\r\n")).isEqualTo(body);
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_it_harms_nobody() throws Exception {
        try (Socket stays = connected()) {
            send(stays, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                try (Socket leaves = connected()) {
                    send(leaves, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(leaves.getInputStream().readNBytes(100_000)).hasSize(100_000);
                    leaves.setSoLinger(true, 0);
                }
            }
            DataInputStream in = new DataInputStream(new BufferedInputStream(stays.getInputStream()));

            assertThat(head(in)).startsWith("HTTP/1.1 200");
            assertThat(in.readNBytes(LENGTH)).isEqualTo(body);
        }
        await().until(() -> edge.accessLog().split("\"client-abort\"").length > 5);
    }

    @Test
    void a_client_that_takes_nothing_of_it_is_cut() throws Exception {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(8192);
            client.setSoTimeout(20_000);
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), edge.node().httpPort()));
            send(client, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");

            await().atMost(Duration.ofSeconds(30)).until(() -> edge.accessLog().contains("\"client-abort\""));
        }
    }

    private Socket connected() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort());
        client.setSoTimeout(20_000);
        return client;
    }

    private static void send(Socket client, String requests) throws IOException {
        client.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] fetched(String request) throws IOException {
        try (Socket client = connected()) {
            send(client, request.replace("\r\n\r\n", "\r\nHost: a\r\n\r\n"));
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            assertThat(head(in)).startsWith("HTTP/1.").contains(" 200 ");
            return in.readAllBytes();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
