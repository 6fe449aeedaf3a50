package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is taken of memory stands in the ledger while it is taken, and is given back whatever becomes of a request. */
@Timeout(120)
class MemoryLedgerScenarioTest {

    private static final Pattern USED = Pattern.compile("(?m)^skerry_memory_used_bytes\\{use=\"(\\w+)\"} (\\S+)$");
    private static final List<String> PASSING =
            List.of("fill", "read", "overflow", "encoders", "decoders", "bodies", "work");
    private static final String TEXT = "<li>one of many lines of a page, all alike</li>\n".repeat(8000);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private HttpServer origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.setExecutor(threads);
        origin.createContext("/originals/", exchange -> answer(exchange, "image/png", image()));
        origin.createContext(
                "/text/", exchange -> answer(exchange, "text/html", TEXT.getBytes(StandardCharsets.US_ASCII)));
        origin.start();
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites:
                  - name: shop
                    hosts: ["*"]
                    routes:
                      - match: { path: "/image/{size}/{file}", method: [GET, HEAD] }
                        cache: standard
                        functions: [ { use: image-resize, with: { source: "/originals/{file}", sizes: [100x100], formats: [jpeg] } } ]
                      - { origin: site, cache: standard }
                """.formatted(origin.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        gate.countDown();
        edge.close();
        http.close();
        origin.stop(0);
        threads.shutdownNow();
    }

    /** Noise, so that the file is long. */
    private static byte[] image() throws IOException {
        BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 300 * 300; i++) {
            image.setRGB(i % 300, i / 300, i * 0x9E3779B1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** Half of the content at once; the rest after the gate where the path says so, or never. */
    private void answer(HttpExchange exchange, String type, byte[] content) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
        exchange.sendResponseHeaders(200, content.length);
        try (exchange) {
            OutputStream body = exchange.getResponseBody();
            body.write(content, 0, content.length / 2);
            body.flush();
            if (path.contains("cut")) {
                return;
            }
            if (path.contains("gated")) {
                boolean opened = gate.await(60, TimeUnit.SECONDS);
                assertThat(opened).isTrue();
            }
            body.write(content, content.length / 2, content.length - content.length / 2);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_is_taken_is_in_the_ledger_meanwhile() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> image = ask("/image/100x100/gated.png", "identity");
        CompletableFuture<HttpResponse<byte[]>> text = ask("/text/gated", "zstd");

        Awaitility.await().untilAsserted(() -> {
            assertThat(used("bodies"))
                    .as("the half of an original that a function fetches")
                    .isGreaterThan(10_000);
            assertThat(used("encoders")).isBetween(4L << 20, 6L << 20);
            assertThat(used("fill")).isPositive();
            assertThat(used("network")).isPositive();
        });
        gate.countDown();
        assertThat(image.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(text.get(30, TimeUnit.SECONDS).headers().firstValue("Content-Encoding"))
                .contains("zstd");
        assertNothingPassingIsTaken();
    }

    @Test
    void ledger_returns_to_what_is_stored_after_mixed_work_with_aborts() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(ask("/image/100x100/" + i + ".png", "identity")
                            .get(30, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ask("/image/100x100/cut" + i + ".png", "identity")
                            .get(30, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(502);
            assertThat(ask("/text/" + i, "zstd, br, gzip")
                            .get(30, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ask("/text/" + i, "identity").get(30, TimeUnit.SECONDS).body())
                    .hasSize(TEXT.length());
            var _ = ask("/text/cut" + i, "gzip").handle((_, _) -> null).get(30, TimeUnit.SECONDS);
            leaveInTheMiddle("/text/left" + i, "zstd");
            leaveInTheMiddle("/text/" + i, "identity");
            leaveInTheMiddle("/image/100x100/left" + i + ".png", "identity");
        }
        leaveInTheMiddle("/image/100x100/gated.png", "identity");
        leaveInTheMiddle("/text/gated", "br");
        gate.countDown();

        assertNothingPassingIsTaken();
        JsonNode memory = stats().path("memory");
        long sum = 0;
        for (var field : memory.properties()) {
            String name = field.getKey();
            if (name.endsWith("_bytes") && !name.equals("total_bytes") && !name.equals("capacity_bytes")) {
                sum += field.getValue().asLong();
            }
        }
        assertThat(sum).isEqualTo(memory.path("total_bytes").asLong());
        assertThat(memory.path("hot_bytes").asLong())
                .isEqualTo(used("hot"))
                .isPositive()
                .isLessThanOrEqualTo(memory.path("capacity_bytes").asLong());
    }

    private void assertNothingPassingIsTaken() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        PASSING.forEach(use -> assertThat(used(use)).as(use).isZero()));
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(String path, String codings) {
        HttpRequest request = HttpRequest.newBuilder(edge.uri(path))
                .header("Accept-Encoding", codings)
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    private void leaveInTheMiddle(String path, String codings) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\nAccept-Encoding: " + codings
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (!path.contains("gated")) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    private long used(String use) {
        try {
            Matcher matcher = USED.matcher(edge.metrics());
            while (matcher.find()) {
                if (matcher.group(1).equals(use)) {
                    return (long) Double.parseDouble(matcher.group(2));
                }
            }
            throw new AssertionError("no use is called " + use);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private JsonNode stats() throws IOException, InterruptedException {
        String token = Files.readString(folder.resolve("cache/admin-token")).strip();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + edge.node().adminPort() + "/stats?format=json"))
                .header("Authorization", "Bearer " + token)
                .build();
        return JsonMapper.shared()
                .readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
