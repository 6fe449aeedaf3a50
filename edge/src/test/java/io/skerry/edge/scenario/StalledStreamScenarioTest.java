package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.skerry.edge.testing.Pausing;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for clients of HTTP/2 that make no room for it: no longer than for those of HTTP/1.1. */
class StalledStreamScenarioTest {

    private static final int WINDOW = 8 * 1024;

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final Vertx vertx = Vertx.vertx();
    private RunningEdge edge;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        origin.stubFor(get(urlPathMatching("/stored/.*"))
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=600").withBody(new byte[400_000])));
        origin.stubFor(get("/passed")
                .willReturn(aResponse().withHeader("Cache-Control", "no-store").withBody(new byte[400_000])));
        edge = RunningEdge.encrypted(folder, origin.port(), "drain: 2s, writeIdle: 2s");
        client = vertx.createHttpClient(Pausing.options(WINDOW));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        edge.close();
        origin.stop();
    }

    @Test
    void bodies_of_the_store_are_given_back() throws Exception {
        List<HttpClientResponse> stalled = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            edge.get("/stored/" + i);
            stalled.add(paused("/stored/" + i));
        }

        assertThat(edge.metrics()).contains("skerry_store_leases_open 5.0");
        await().atMost(Duration.ofSeconds(20)).until(() -> edge.metrics().contains("skerry_store_leases_open 0.0"));
        assertThat(edge.accessLog().split("\"client-abort\"")).hasSizeGreaterThan(stalled.size());
    }

    @Test
    void an_exchange_with_the_origin_ends() {
        paused("/passed");

        await().atMost(Duration.ofSeconds(20)).until(() -> edge.accessLog().contains("\"client-abort\""));
    }

    private HttpClientResponse paused(String path) {
        return Pausing.get(client, edge.node().httpsPort().orElseThrow(), path);
    }
}
