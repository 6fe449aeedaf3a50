package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 9211: every answer says how it came about, errors and fixed answers included. */
class CacheStatusScenarioTest {

    private static final String FILE = """
            cachePolicies:
              brief: { cacheStatus: brief }
              full: { cacheStatus: full }
            origins:
              site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 2s, idle: 2s } }
              away: { targets: [ { url: "http://127.0.0.1:1" } ], timeouts: { connect: 1s } }
            sites:
              - name: shop
                hosts: [127.0.0.1]
                routes:
                  - { match: { path: /moved }, redirect: { to: /new, status: 301 } }
                  - { match: { path: /fixed }, respond: { status: 403 } }
                  - { match: { path: /off }, origin: site, cache: off }
                  - { match: { path: /away }, origin: away, cache: standard }
                  - { match: { path: /away-off }, origin: away, cache: off }
                  - { match: { path: /brief }, origin: site, cache: brief }
                  - { match: { path: /full }, origin: site, cache: full }
                  - { match: { path: /plain }, origin: site, cache: standard }
            """;

    @RegisterExtension
    private final MockedSite site = MockedSite.of(FILE);

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withBody("hello")));
        edge = site.edge();
    }

    private String status(String path, String... fields) throws IOException, InterruptedException {
        return RunningEdge.cacheStatus(edge.get(path, fields));
    }

    @Test
    void answers_of_the_edge_itself_name_their_reason() throws Exception {
        assertThat(status("/fixed")).isEqualTo("Skerry; detail=respond");
        assertThat(status("/nothing")).isEqualTo("Skerry; detail=no-route");
        assertThat(status("/plain", "Cache-Control", "only-if-cached")).isEqualTo("Skerry; detail=only-if-cached");
        // RFC 9111 5.2.1.7: nor is the origin asked where no stored response could answer.
        assertThat(status("/plain", "If-Match", "\"1\"", "Cache-Control", "only-if-cached"))
                .isEqualTo("Skerry; detail=only-if-cached");
        HttpResponse<String> moved =
                edge.send(HttpRequest.newBuilder(edge.uri("/moved")).build());
        assertThat(RunningEdge.cacheStatus(moved)).isEqualTo("Skerry; detail=redirect");
    }

    @Test
    void forwarded_requests_name_the_reason_and_the_origins_status() throws Exception {
        assertThat(status("/off")).isEqualTo("Skerry; fwd=bypass; fwd-status=200");
        assertThat(status("/plain", "If-Match", "\"1\""))
                .isEqualTo("Skerry; fwd=request; fwd-status=200; detail=origin-precondition");
        HttpResponse<String> posted = edge.send(HttpRequest.newBuilder(edge.uri("/plain"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());
        assertThat(RunningEdge.cacheStatus(posted)).isEqualTo("Skerry; fwd=method; fwd-status=200");
    }

    @Test
    void the_origins_status_is_told_where_a_whole_response_was_made_of_its_answer() throws Exception {
        origin.stubFor(any(urlPathEqualTo("/plain"))
                .withHeader("Range", matching("bytes=0-.*"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Content-Range", "bytes 0-4/5")
                        .withHeader("Content-Length", "5")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Vary", "Accept-Encoding")
                        .withBody("hello")));
        origin.stubFor(any(urlPathEqualTo("/plain"))
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Vary", "Accept-Encoding")));
        assertThat(status("/plain", "Range", "bytes=1-2")).matches("Skerry; fwd=uri-miss; fwd-status=206; .*; stored");
        assertThat(status("/plain", "Accept-Encoding", "br"))
                .matches("Skerry; fwd=vary-miss; fwd-status=304; .*; stored; detail=variant-confirmed");
    }

    @Test
    void an_origin_that_gave_no_answer_has_no_status_and_its_failure_is_the_detail() throws Exception {
        assertThat(status("/away")).isEqualTo("Skerry; fwd=uri-miss; detail=connect-refused");
        assertThat(status("/away-off")).isEqualTo("Skerry; fwd=bypass; detail=connect-refused");
    }

    @Test
    void policy_decides_how_much_is_told() throws Exception {
        status("/full");
        String key = "key=\"shop http://127.0.0.1:" + edge.uri("/").getPort() + "/full\"";
        assertThat(status("/full")).matches("Skerry; hit; ttl=(59|60); " + key);
        edge.purge("{\"files\":[\"" + edge.uri("/brief") + "\"],\"mode\":\"soft\"}");
        assertThat(status("/brief", "Cache-Control", "no-store")).doesNotContain("detail");
    }

    @Test
    void not_modified_answer_says_it_too() throws Exception {
        status("/plain");
        HttpResponse<String> second = edge.get("/plain", "If-None-Match", "\"1\"");

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(RunningEdge.cacheStatus(second)).startsWith("Skerry; hit; ttl=");
    }

    @Test
    void request_that_is_not_let_in_is_told_why_in_the_same_field() throws Exception {
        assertThat(raw("GET /plain HTTP/1.1\r\n\r\n")).contains("Cache-Status: Skerry; detail=malformed-request");
        assertThat(raw("GET /plain HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n"))
                .contains("Cache-Status: Skerry; detail=content-too-large");
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .containsIgnoringCase("Cache-Status: Skerry; detail=bad-target");
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.uri("/").getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("the head ended early: %s", head).isNotNegative();
                head.append((char) next);
            }
            return head.toString();
        }
    }
}
