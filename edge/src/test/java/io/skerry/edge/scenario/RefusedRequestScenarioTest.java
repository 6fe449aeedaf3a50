package io.skerry.edge.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no route answers: each leaves one line and one count, whoever turned it away. */
class RefusedRequestScenarioTest {

    private static final String FILE = """
            version: 1
            server:
              http: { address: 127.0.0.1, port: 0 }
              https: { address: 127.0.0.1, port: 0, certificates: [ { cert: { file: shop.crt }, key: { file: shop.key } }, { cert: { file: other.crt }, key: { file: other.key } } ] }
              admin: { address: "127.0.0.1:0" }
              limits: { requestBody: 1MB, headerBytes: 8KB, uriBytes: 4KB }
            storage: { memory: 16MB }
            sites:
              - { name: shop, hosts: [shop.example], purge: public, routes: [ { respond: { status: 200, body: shop } } ] }
              - { name: other, hosts: [other.example], routes: [ { respond: { status: 200, body: other } } ] }
            """;

    @TempDir
    private static Path folder;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        EncryptedClient.certificates(folder, "shop", "other");
        edge = RunningEdge.startFile(folder, FILE);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    static Stream<Arguments> refused() {
        String shop = "Host: shop.example\r\n";
        return Stream.of(
                arguments("no request line", "\u0016\u0003\u0001\r\n\r\n", 400, "malformed-request", "-"),
                arguments("two hosts", "GET /a HTTP/1.1\r\n" + shop + shop + "\r\n", 400, "malformed-request", "/a"),
                arguments(
                        "two framings",
                        "POST /b HTTP/1.1\r\n" + shop + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                        400,
                        "malformed-request",
                        "/b"),
                arguments(
                        "long content",
                        "POST /c HTTP/1.1\r\n" + shop + "Content-Length: 99999999\r\n\r\n",
                        413,
                        "content-too-large",
                        "/c"),
                arguments(
                        "long target",
                        "GET /" + "d".repeat(5_000) + " HTTP/1.1\r\n" + shop + "\r\n",
                        414,
                        "uri-too-long",
                        "-"),
                arguments(
                        "long fields",
                        "GET /e HTTP/1.1\r\n" + shop + "X: " + "e".repeat(9_000) + "\r\n\r\n",
                        431,
                        "fields-too-large",
                        "/e"),
                arguments(
                        "another scheme",
                        "GET https://shop.example/f HTTP/1.1\r\n" + shop + "\r\n",
                        421,
                        "misdirected",
                        "https://shop.example/f"),
                arguments("a method", "TRACE /g HTTP/1.1\r\n" + shop + "\r\n", 405, "method-not-served", "/g"),
                arguments(
                        "an expectation",
                        "GET /h HTTP/1.1\r\n" + shop + "Expect: more\r\n\r\n",
                        417,
                        "expectation-not-met",
                        "/h"),
                arguments(
                        "a private purge",
                        "PURGE /i HTTP/1.1\r\nHost: other.example\r\n\r\n",
                        405,
                        "method-not-served",
                        "/i"));
    }

    /** RFC 9110 9.3.2; clients of HTTP/2 take content for a broken stream. */
    @Test
    void refused_head_over_http_2_has_no_content() throws Exception {
        int before = lines().size();
        int port = edge.node().httpsPort().orElseThrow();
        try (EncryptedClient client = EncryptedClient.open()) {
            HttpResponse<String> atTheDoor = client.head(port, "/" + "d".repeat(5_000));
            HttpResponse<String> behindIt = client.head(port, "/%00");

            assertThat(atTheDoor.statusCode()).isEqualTo(414);
            assertThat(atTheDoor.body()).isEmpty();
            assertThat(behindIt.statusCode()).isEqualTo(400);
            assertThat(behindIt.body()).isEmpty();
        }
        awaitLines(before + 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_is_refused_leaves_one_line_and_one_count(
            String name, String request, int status, String reason, String target) throws Exception {
        int before = lines().size();
        double counted = counted(reason);

        assertThat(RawExchange.send(edge.node().httpPort(), request)).startsWith("HTTP/1.1 " + status + " ");

        JsonObject line = nextLine(before);
        assertThat(line.getInteger("status")).isEqualTo(status);
        assertThat(line.getString("reason")).isEqualTo(reason);
        assertThat(line.getString("path")).isEqualTo(target);
        assertThat(line.getString("protocol")).isEqualTo(target.equals("-") ? "-" : "http/1.1");
        assertThat(line.getString("client")).isEqualTo("127.0.0.1");
        assertThat(line.containsKey("route")).isFalse();
        assertThat(counted(reason)).isEqualTo(counted + 1);
    }

    @Test
    void public_purge_leaves_an_access_log_line_like_other_requests() throws Exception {
        int before = lines().size();

        assertThat(RawExchange.send(
                        edge.node().httpPort(), "PURGE /a HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");

        JsonObject line = nextLine(before);
        assertThat(line.getString("method")).isEqualTo("PURGE");
        assertThat(line.getInteger("status")).isEqualTo(401);
        assertThat(line.getString("reason")).isEqualTo("purge");
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void request_for_another_site_than_its_connection_is_misdirected(HttpVersion version) throws Exception {
        int before = lines().size();
        assertThat(overTls(version, "shop.example", "shop.example")).isEqualTo(200);
        assertThat(nextLine(before).getInteger("status")).isEqualTo(200);

        assertThat(overTls(version, "other.example", "shop.example")).isEqualTo(421);

        JsonObject line = nextLine(before + 1);
        assertThat(line.getInteger("status")).isEqualTo(421);
        assertThat(line.getString("reason")).isEqualTo("misdirected");
        assertThat(line.getString("host")).startsWith("shop.example");
    }

    private static int overTls(HttpVersion version, String serverName, String host) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setUseAlpn(version == HttpVersion.HTTP_2)
                    .setProtocolVersion(version));
            RequestOptions request = new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(
                            edge.node().httpsPort().orElseThrow(), "127.0.0.1"))
                    .setHost(serverName)
                    .setMethod(HttpMethod.GET)
                    .setURI("/");
            return client.request(request)
                    .compose(sending ->
                            sending.authority(HostAndPort.create(host, 443)).send())
                    .map(response -> response.statusCode())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
        }
    }

    private static List<String> lines() {
        return edge.accessLog().lines().toList();
    }

    private static JsonObject nextLine(int before) {
        awaitLines(before + 1);
        return new JsonObject(lines().getLast());
    }

    /** Lines are written behind the answers: a test that leaves some to come would have the next one count them. */
    private static void awaitLines(int count) {
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(lines()).hasSize(count));
    }

    private static double counted(String reason) throws Exception {
        return edge.metrics()
                .lines()
                .filter(line ->
                        line.startsWith("skerry_cache_decisions_total{") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
