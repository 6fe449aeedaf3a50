package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What log and metrics say of how an exchange ended, and when. */
class EndingScenarioTest {

    private static final int LENGTH = 900_000;
    private static final int SLOW_MILLIS = 3000;

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final EncryptedClient encrypted = EncryptedClient.open();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        origin.stubFor(get("/long")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=600").withBody(new byte[LENGTH])));
        origin.stubFor(get("/slow")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=600")
                        .withFixedDelay(SLOW_MILLIS)
                        .withBody("late")));
        edge = RunningEdge.encrypted(folder, origin.port(), "drain: 2s");
    }

    @AfterEach
    void stop() {
        encrypted.close();
        edge.close();
        origin.stop();
    }

    @Test
    void what_http_2_took_in_several_pieces_is_complete_as_it_arrives_and_as_a_hit() throws Exception {
        int port = edge.node().httpsPort().orElseThrow();
        for (int i = 0; i < 2; i++) {
            assertThat(encrypted.get(port, "/long").body()).hasSize(LENGTH);
        }

        await().untilAsserted(() -> assertThat(edge.accessLog().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"bytes\":" + LENGTH))
                .allMatch(line -> line.contains("\"ending\":\"complete\"")));
        assertThat(edge.metrics()).doesNotContain("skerry_aborts_total{");
    }

    @Test
    void origin_that_is_gone_is_named_with_its_target() throws Exception {
        origin.stop();

        assertThat(edge.get("/gone").statusCode()).isEqualTo(502);

        await().untilAsserted(() -> assertThat(edge.accessLog()).contains("\"failure\":\"http://127.0.0.1:"));
    }

    @Test
    void client_that_leaves_before_the_answer_has_waited_until_it_left() throws Exception {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.getOutputStream()
                    .write("GET /slow HTTP/1.1\r\nHost: shop.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> edge.accessLog().contains("\"client-abort\""));
        String milliseconds = edge.accessLog().replaceAll("(?s).*\"duration_ms\":([0-9]+).*", "$1");
        assertThat(Integer.parseInt(milliseconds)).isLessThan(SLOW_MILLIS / 2);
    }
}
