package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.skerry.cache.message.HttpDate;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is prepared of a stored head for its hits is what working it out for each of them would give. */
class PreparedHitScenarioTest {

    private static final String FILE = """
            version: 1
            server:
              http: { address: 127.0.0.1, port: 0 }
              https: { address: 127.0.0.1, port: 0, certificates: [ { cert: { file: shop.crt }, key: { file: shop.key } } ] }
              admin: { address: "127.0.0.1:0" }
              trustedProxies: [127.0.0.1/32]
              timeouts: { drain: 2s }
            storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
            cachePolicies:
              versioned: { ttl: 1y, immutable: true }
            origins:
              site: { targets: [ { url: "http://127.0.0.1:%d" } ] }
            sites:
              - name: shop
                hosts: [127.0.0.1]
                headers: { response: { set: { X-Site: shop }, remove: [X-Origin] } }
                routes:
                  - { match: { path: /edited }, origin: site, cache: standard, headers: { response: { set: { ETag: '"mine"' }, add: { Vary: X } } } }
                  - { match: { path: /passing }, origin: site, cache: standard, headers: { response: { set: { Age: "4711" }, remove: [x-request-id, cache-status] } } }
                  - { match: { path: /versioned }, origin: site, cache: versioned }
                  - { origin: site, cache: standard }
            """;

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final EncryptedClient encrypted = EncryptedClient.open();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=600")
                        .withHeader("Date", HttpDate.format(Instant.now()))
                        .withHeader("Via", "1.1 other")
                        .withHeader("Cache-Status", "Other; hit")
                        .withHeader("X-Request-Id", "of-the-fill")
                        .withHeader("X-Origin", "1")
                        .withHeader("Cache-Tag", "a,b")
                        .withHeader("Connection", "X-Hop")
                        .withHeader("X-Hop", "1")
                        .withHeader("ETag", "\"1\"")
                        .withBody("hello")));
        EncryptedClient.certificates(folder, "shop");
        edge = RunningEdge.startFile(folder, FILE.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        encrypted.close();
        edge.close();
        origin.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/edited", "/passing", "/versioned"})
    void a_hit_has_the_head_that_is_worked_out_where_a_condition_has_to_be_looked_at(String path) throws Exception {
        edge.get(path);
        edge.get(path);
        HttpResponse<String> prepared = edge.get(path, "X-Request-Id", "mine");
        HttpResponse<String> workedOut = edge.get(path, "X-Request-Id", "mine", "If-None-Match", "\"other\"");

        assertThat(prepared.body()).isEqualTo("hello").isEqualTo(workedOut.body());
        assertThat(lasting(prepared)).isEqualTo(lasting(workedOut));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/edited", "/passing", "/versioned"})
    void a_hit_over_http_2_has_the_head_that_one_over_http_1_has(String path) throws Exception {
        edge.get(path);
        encrypted.get(edge.node().httpsPort().orElseThrow(), path);

        for (String id : List.of("first", "second")) {
            HttpResponse<String> one = edge.get(path, "X-Request-Id", id);
            HttpResponse<String> two = encrypted.get(edge.node().httpsPort().orElseThrow(), path, "X-Request-Id", id);
            assertThat(two.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(two.body()).isEqualTo("hello");
            assertThat(lasting(two)).isEqualTo(lasting(one));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/edited", "/versioned"})
    void each_hit_carries_its_own_request_id_and_every_caches_status(String path) throws Exception {
        edge.get(path);

        for (String id : List.of("first", "second")) {
            HttpResponse<String> hit = edge.get(path, "X-Request-Id", id);
            assertThat(hit.headers().allValues("X-Request-Id")).containsExactly(id);
            assertThat(hit.headers().allValues("Age")).hasSize(1);
            assertThat(hit.headers().firstValue("Cache-Status").orElse("")).startsWith("Other; hit, Skerry; hit");
        }
    }

    @Test
    void pipelined_hits_of_a_client_that_reads_late_come_in_order_each_with_its_own_head() throws Exception {
        origin.stubFor(get("/long")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=600")
                        .withHeader("Date", HttpDate.format(Instant.now()))
                        .withBody("x".repeat(200_000))));
        edge.get("/long");
        edge.get("/plain");
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.setSoTimeout(20_000);
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append("GET ").append(i % 3 == 0 ? "/long" : "/plain").append(" HTTP/1.1\r\nHost: 127.0.0.1:");
                requests.append(edge.node().httpPort())
                        .append("\r\nX-Request-Id: n-")
                        .append(i)
                        .append("\r\n\r\n");
            }
            client.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            for (int i = 0; i < 200; i++) {
                String head = head(in);
                String body = i % 3 == 0 ? "x".repeat(200_000) : "hello";
                assertThat(head)
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .containsOnlyOnce("X-Request-Id: n-" + i + "\r\n")
                        .containsOnlyOnce("Content-Length: " + body.length() + "\r\n")
                        .doesNotContain("Prepared-Lines");
                assertThat(new String(in.readNBytes(body.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(body);
            }
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The fields of a response, without what time itself changes between two answers. */
    private static Map<String, List<String>> lasting(HttpResponse<String> response) {
        Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
        fields.remove(":status");
        fields.computeIfPresent(
                "cache-status", (name, values) -> List.of(values.getFirst().replaceAll("ttl=\\d+", "")));
        fields.computeIfPresent("age", (name, values) -> values.equals(List.of("4711")) ? values : List.of());
        return fields;
    }
}
