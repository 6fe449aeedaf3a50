package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edges whose origins lead back to them, or to another site of theirs (RFC 8586). */
@Tag("rfc8586-2")
class LoopScenarioTest {

    private static final String MARK = "skerry; node=[0-9a-f]{16}";
    /** Much less than the time-outs of an origin. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        origin.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("found")));
        edge = RunningEdge.startFile(folder, leadingToItself(freePort()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String leadingToItself(int port) {
        return RunningEdge.SERVER.replace("127.0.0.1, port: 0", "127.0.0.1, port: " + port)
                + """
                cachePolicies: { errors: { ttl: { status: { 5xx: 60s } } } }
                origins:
                  itself: { targets: [ { url: "http://127.0.0.1:%1$d" } ], timeouts: { connect: 9s, firstByte: 20s, idle: 20s } }
                  inner: { targets: [ { url: "http://127.0.0.1:%1$d" } ], host: inner.example, timeouts: { connect: 9s, firstByte: 20s, idle: 20s } }
                  real: { targets: [ { url: "http://127.0.0.1:%2$d" } ] }
                sites:
                  - { name: inner, hosts: [inner.example], routes: [
                      { match: { path: "/off/**" }, origin: real, cache: off }, { origin: real, cache: standard } ] }
                  - { name: shop, hosts: ["*"], routes: [
                      { match: { path: "/chain/**" }, origin: inner, cache: standard, rewrite: { prefix: /chain, to: / } },
                      { match: { path: "/image/{size}/{file}" }, cache: standard,
                        functions: [ { use: image-resize, with: { source: "/originals/{file}", sizes: [100x100], formats: [jpeg] } } ] },
                      { match: { path: "/originals/{file}" }, origin: itself, cache: standard, rewrite: { path: "/image/100x100/{file}" } },
                      { match: { path: /long }, origin: real, cache: standard },
                      { match: { path: "/off/**" }, origin: itself, cache: off },
                      { match: { path: "/errors/**" }, origin: itself, cache: errors },
                      { origin: itself, cache: standard } ] }
                """.formatted(port, origin.port());
    }

    @Test
    @Timeout(15)
    void an_origin_that_is_the_edge_itself_ends_in_508_whether_it_is_cached_or_not() throws Exception {
        int before = 0;
        for (String path : List.of("/off/a", "/a", "/errors/a", "/a", "/errors/a", "/off/a")) {
            HttpResponse<String> answer = edge.get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(508);
            assertThat(answer.headers().allValues("Cache-Status").toString())
                    .contains("Skerry; detail=loop")
                    .doesNotContain("stored", "hit");
            int all = before + 5;
            await().untilAsserted(() -> assertThat(logged()).hasSize(all));
            before = all;
        }
        assertThat(logged().stream().filter(line -> line.contains("\"reason\":\"loop\"")))
                .hasSize(6);
        assertThat(edge.node().storeStats().openSinks()).isZero();
        assertThat(origin.getAllServeEvents()).isEmpty();
    }

    @Test
    @Timeout(15)
    void requests_with_content_and_those_for_web_sockets_end_as_well() throws Exception {
        HttpResponse<String> posted = edge.send(HttpRequest.newBuilder(edge.uri("/off/a"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(300_000)))
                .build());
        assertThat(posted.statusCode()).isEqualTo(508);

        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.setSoTimeout((int) SOON.toMillis());
            client.getOutputStream()
                    .write(
                            "GET /chat HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(client.getInputStream().readNBytes(13), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 508 ");
        }
    }

    @Test
    @Timeout(15)
    void the_loop_may_lead_through_what_a_function_asks_for() throws Exception {
        assertThat(edge.get("/image/100x100/a.jpg").statusCode()).isGreaterThanOrEqualTo(500);

        await().untilAsserted(() -> assertThat(logged()).hasSize(5));
    }

    @Test
    @Timeout(15)
    void a_response_stored_in_part_before_its_origin_led_back_ends_as_well() throws Exception {
        origin.stubFor(get("/long")
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Cache-Control", "max-age=600")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Content-Length", "1048576")
                        .withHeader("Content-Range", "bytes 0-1048575/2500000")
                        .withBody(new byte[1 << 20])));
        assertThat(edge.send(edge.ranged("/long", "bytes=0-9")).statusCode()).isEqualTo(206);
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .proxiedFrom("http://127.0.0.1:" + edge.node().httpPort())));

        assertThat(edge.send(edge.ranged("/long", "bytes=1500000-1500009")).statusCode())
                .isGreaterThanOrEqualTo(500);
    }

    @Test
    @Timeout(15)
    void a_client_cannot_hide_the_loop() throws Exception {
        for (String said : List.of("\"never ended", "other; a=\"\\", ",,")) {
            assertThat(edge.get("/off/a", "CDN-Loop", said).statusCode())
                    .as(said)
                    .isEqualTo(508);
            assertThat(edge.get("/a", "CDN-Loop", said).statusCode()).as(said).isEqualTo(508);
        }
    }

    @Test
    @Timeout(15)
    void a_site_that_has_another_one_of_the_node_for_its_origin_is_served_and_cached() throws Exception {
        assertThat(edge.get("/chain/a").body()).isEqualTo("found");
        assertThat(RunningEdge.cacheStatus(edge.get("/chain/a"))).contains("hit");
        assertThat(edge.get("/chain/off/a").body()).isEqualTo("found");
        // The inner site has stored it too, and gives it to the outer one.
        assertThat(edge.purge("{\"files\":[\"%s\"]}".formatted(edge.uri("/chain/a")))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> again = edge.get("/chain/a");
        assertThat(again.body()).isEqualTo("found");
        assertThat(again.headers().allValues("Cache-Status").toString()).contains("Skerry; hit");

        assertThat(origin.getAllServeEvents()).hasSize(2);
        assertThat(seen()).allMatch(value -> value.matches(MARK + ", " + MARK));
    }

    @Test
    @Timeout(15)
    void two_edges_in_a_row_are_no_loop_and_what_a_client_says_stays_in_front() throws Exception {
        try (RunningEdge near = RunningEdge.start(Files.createDirectory(folder.resolve("near")), """
                origins: { far: { targets: [ { url: "http://127.0.0.1:%d" } ], host: inner.example } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: far, cache: off } ] } ]
                """.formatted(
                        edge.node().httpPort()))) {
            assertThat(near.get("/a", "CDN-Loop", "other").body()).isEqualTo("found");
        }
        List<String> seen = seen();
        assertThat(seen).hasSize(1);
        String[] members = seen.getFirst().split(", ");
        assertThat(members).hasSize(3).startsWith("other");
        assertThat(members[1]).matches(MARK).isNotEqualTo(members[2]);
        assertThat(members[2]).matches(MARK);
    }

    @Test
    @Timeout(30)
    void two_edges_that_lead_to_each_other_end_in_508() throws Exception {
        int port = freePort();
        String routes = """
                origins: { other: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: other, cache: standard } ] } ]
                """;
        try (RunningEdge one = RunningEdge.start(Files.createDirectory(folder.resolve("one")), routes.formatted(port));
                RunningEdge two = RunningEdge.startFile(
                        Files.createDirectory(folder.resolve("two")),
                        RunningEdge.SERVER.replace("127.0.0.1, port: 0", "127.0.0.1, port: " + port)
                                + routes.formatted(one.node().httpPort()))) {
            assertThat(one.get("/a").statusCode()).isEqualTo(508);
            assertThat(two.get("/a").statusCode()).isEqualTo(508);
        }
    }

    private List<String> logged() {
        return Pattern.compile("\n").splitAsStream(edge.accessLog()).toList();
    }

    private List<String> seen() {
        return origin.getAllServeEvents().stream()
                .map(event -> event.getRequest().getHeader("CDN-Loop"))
                .toList();
    }
}
