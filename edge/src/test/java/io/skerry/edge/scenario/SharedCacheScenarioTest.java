package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache that many share must not do to any of them. */
class SharedCacheScenarioTest {

    @TempDir
    private Path folder;

    private WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1").containerThreads(60));
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        edge = RunningEdge.start(folder, file(origin.port()));
    }

    @AfterEach
    void stop() {
        // Background validations may still be under way; they end, too.
        edge.close();
        origin.stop();
    }

    @Test
    void immutable_policy_does_not_make_a_private_answer_public() throws Exception {
        origin.stubFor(get("/forever/me")
                .willReturn(aResponse().withHeader("Cache-Control", "private").withBody("mine")));

        HttpResponse<String> answer = edge.get("/forever/me");

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private");
    }

    @Test
    void set_cookie_reaches_the_client_that_filled_the_cache_and_nobody_else() throws Exception {
        origin.stubFor(get("/c")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "public, max-age=60")
                        .withHeader("Set-Cookie", "id=1")
                        .withFixedDelay(300)
                        .withBody("x")));

        List<HttpResponse<String>> answers = together(8, () -> edge.get("/c"));

        assertThat(answers)
                .filteredOn(answer -> answer.headers().firstValue("Set-Cookie").isPresent())
                .hasSize(1);
        origin.verify(1, getRequestedFor(urlEqualTo("/c")));
    }

    @Test
    void head_on_a_cold_key_does_not_turn_collapsing_off() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withFixedDelay(300)
                        .withBody("x")));
        edge.send(HttpRequest.newBuilder(edge.uri("/h")).HEAD().build());

        together(8, () -> edge.get("/h"));

        origin.verify(1, getRequestedFor(urlEqualTo("/h")));
    }

    @Test
    void uncacheable_responses_are_not_serialised() throws Exception {
        origin.stubFor(get("/u")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "no-store")
                        .withFixedDelay(700)
                        .withBody("x")));
        long begun = System.nanoTime();

        List<HttpResponse<String>> answers = together(20, () -> edge.get("/u"));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
        origin.verify(20, getRequestedFor(urlEqualTo("/u")));
    }

    @Test
    void herd_on_a_dead_origin_is_told_after_one_replacement() throws Exception {
        origin.stubFor(get("/dead").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        List<HttpResponse<String>> answers = together(20, () -> edge.get("/dead"));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 502);
    }

    @Test
    void stale_response_is_served_at_once_and_validated_behind_the_client() throws Exception {
        origin.stubFor(get("/swr/a")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "public")
                        .withBody("old")
                        .withHeader("ETag", "\"1\"")));
        edge.get("/swr/a");
        origin.stubFor(get("/swr/a")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "public")
                        .withBody("new")
                        .withHeader("ETag", "\"2\"")));

        HttpResponse<String> stale = edge.get("/swr/a");

        assertThat(stale.body()).isEqualTo("old");
        assertThat(RunningEdge.cacheStatus(stale)).contains("hit").contains("stale-while-revalidate");
        Awaitility.await().until(() -> edge.get("/swr/a").body().equals("new"));
    }

    @Test
    void requests_to_an_origin_are_counted_whether_or_not_a_client_waits_for_them() throws Exception {
        origin.stubFor(get("/swr/b").willReturn(aResponse().withBody("b")));
        edge.get("/swr/b");
        edge.get("/swr/b");

        Awaitility.await().untilAsserted(() -> {
            assertThat(origin.getAllServeEvents()).hasSize(2);
            assertThat(edge.metrics())
                    .contains("skerry_origin_requests_total{origin=\"site\",status=\"200\"} 2.0")
                    .contains("skerry_origin_head_duration_seconds_count{origin=\"site\"} 2");
        });
    }

    @Test
    void http_1_0_client_sees_the_end_of_a_content_of_unknown_length() throws Exception {
        origin.stubFor(get("/off/chunked")
                .willReturn(aResponse().withChunkedDribbleDelay(3, 100).withBody("abcdef")));

        assertThat(raw("GET /off/chunked HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"))
                .startsWith("HTTP/1.0 200 OK")
                .endsWith("abcdef");
    }

    private static String file(int originPort) {
        return """
            cachePolicies:
              forever: { ttl: 1y, immutable: true }
              swr: { ttl: { default: 0s }, staleWhileRevalidate: 1m }
            origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 5s, idle: 5s } } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - { match: { path: /forever/** }, origin: site, cache: forever }
                  - { match: { path: /swr/** }, origin: site, cache: swr }
                  - { match: { path: /off/** }, origin: site, cache: off }
                  - { origin: site, cache: standard }
            """.formatted(originPort);
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static <T> List<T> together(int clients, Callable<T> ask) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(clients, ask))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
