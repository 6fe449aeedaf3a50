package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text is stored coded as clients ask for it, and every client can read what it gets. */
class CompressionScenarioTest {

    private static final String FILE = """
            cachePolicies:
              plain: { compress: off }
              gzips: { compress: { codings: [gzip], minSize: 10KB } }
            origins:
              site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 5s, idle: 5s } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - { match: { path: "/plain/**" }, origin: site, cache: plain }
                  - { match: { path: "/gzips/**" }, origin: site, cache: gzips }
                  - { origin: site, cache: standard }
            """;

    private static final String PAGE = "<li>one of many lines of a page, all alike</li>\n".repeat(200);

    @TempDir
    private Path folder;

    private final WireMockServer origin = new WireMockServer(options()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .gzipDisabled(true)
            .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER));
    private final HttpClient client = HttpClient.newHttpClient();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        edge = RunningEdge.start(folder, FILE.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        client.close();
        Awaitility.await().untilAsserted(() -> {
            assertThat(edge.node().storeStats().openLeases()).isZero();
            assertThat(edge.metrics()).contains("skerry_coding_active 0.0");
        });
        edge.close();
        origin.stop();
    }

    private static ResponseDefinitionBuilder page() {
        return aResponse()
                .withHeader("Content-Type", "text/html")
                .withHeader("Cache-Control", "max-age=60")
                .withHeader("ETag", "\"v1\"")
                .withBody(PAGE);
    }

    private void serve(MappingBuilder request, ResponseDefinitionBuilder answer) {
        origin.stubFor(request.willReturn(answer));
    }

    private HttpResponse<byte[]> ask(String path, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.uri(path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String read(HttpResponse<byte[]> response) throws IOException {
        try (InputStream in = decoder(field(response, "Content-Encoding"), response.body())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream decoder(String coding, byte[] body) throws IOException {
        InputStream coded = new ByteArrayInputStream(body);
        return switch (coding) {
            case "gzip" -> new GZIPInputStream(coded);
            case "br" -> new BrotliInputStream(coded);
            case "zstd" -> new ZstdInputStream(coded);
            default -> coded;
        };
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return coded.toByteArray();
    }

    @Test
    void each_client_gets_the_coding_it_likes_best_and_then_hits_it() throws Exception {
        serve(get("/a"), page());

        for (String coding : new String[] {"zstd", "br", "gzip"}) {
            HttpResponse<byte[]> first = ask("/a", "Accept-Encoding", coding + ", deflate");
            HttpResponse<byte[]> second = ask("/a", "Accept-Encoding", "deflate;q=0.3, " + coding + ";q=0.9");

            assertThat(field(second, "Cache-Status")).startsWith("Skerry; hit");
            for (HttpResponse<byte[]> response : List.of(first, second)) {
                assertThat(field(response, "Content-Encoding")).isEqualTo(coding);
                assertThat(field(response, "ETag")).isEqualTo("W/\"v1-" + coding + "\"");
                assertThat(field(response, "Vary")).isEqualTo("Accept-Encoding");
                assertThat(response.body().length).isLessThan(PAGE.length() / 10);
                assertThat(read(response)).isEqualTo(PAGE);
            }
            assertThat(field(second, "Content-Length")).isEqualTo(Integer.toString(second.body().length));
            origin.verify(1, getRequestedFor(urlEqualTo("/a")).withHeader("Accept-Encoding", equalTo(coding)));
        }
        HttpResponse<byte[]> plain = ask("/a");
        assertThat(plain.body()).isEqualTo(PAGE.getBytes(StandardCharsets.UTF_8));
        assertThat(field(plain, "ETag")).isEqualTo("\"v1\"");
        assertThat(field(plain, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(field(ask("/a", "Accept-Encoding", "deflate"), "Cache-Status"))
                .startsWith("Skerry; hit");
    }

    @Test
    void clients_of_one_choice_share_one_stored_response_and_purging_takes_them_all() throws Exception {
        serve(get("/a"), page());
        ask("/a", "Accept-Encoding", "gzip, deflate, br, zstd");
        assertThat(field(ask("/a", "Accept-Encoding", "zstd,br,gzip"), "Cache-Status"))
                .startsWith("Skerry; hit");
        ask("/a", "Accept-Encoding", "gzip");

        edge.purge("{\"files\":[\"" + edge.uri("/a") + "\"]}");

        assertThat(field(ask("/a", "Accept-Encoding", "gzip"), "Cache-Status")).contains("fwd=");
        assertThat(field(ask("/a", "Accept-Encoding", "zstd,br,gzip"), "Cache-Status"))
                .contains("fwd=");
    }

    @Test
    void weak_tag_of_the_coding_is_answered_304_and_the_origin_is_asked_with_its_own() throws Exception {
        serve(get("/a"), page().withHeader("Cache-Control", "no-cache"));
        serve(
                get("/a").withHeader("If-None-Match", equalTo("\"v1\"")),
                aResponse().withStatus(304));
        ask("/a", "Accept-Encoding", "br");

        HttpResponse<byte[]> confirmed = ask("/a", "Accept-Encoding", "br", "If-None-Match", "W/\"v1-br\"");
        HttpResponse<byte[]> again = ask("/a", "Accept-Encoding", "br");

        assertThat(confirmed.statusCode()).isEqualTo(304);
        assertThat(field(confirmed, "ETag")).isEqualTo("W/\"v1-br\"");
        assertThat(field(confirmed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(field(again, "Cache-Status")).contains("fwd=stale; fwd-status=304");
        assertThat(field(again, "Content-Encoding")).isEqualTo("br");
        assertThat(read(again)).isEqualTo(PAGE);
        HttpResponse<byte[]> other = ask("/a", "Accept-Encoding", "br", "If-None-Match", "W/\"v1-gzip\"");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void what_must_not_or_need_not_be_coded_is_stored_once_as_it_came() throws Exception {
        serve(get("/image"), page().withHeader("Content-Type", "image/jpeg"));
        serve(get("/small"), page().withBody("short"));
        serve(get("/kept"), page().withHeader("Cache-Control", "max-age=60, no-transform"));
        serve(get("/plain/a"), page());
        serve(get("/gzips/a"), page());
        for (String path : new String[] {"/image", "/small", "/kept", "/plain/a", "/gzips/a"}) {
            ask(path, "Accept-Encoding", "br, gzip");
            HttpResponse<byte[]> second = ask(path, "Accept-Encoding", "gzip");

            assertThat(field(second, "Cache-Status")).as(path).startsWith("Skerry; hit");
            assertThat(field(second, "Content-Encoding")).as(path).isEmpty();
            assertThat(field(second, "Vary")).as(path).isEmpty();
            assertThat(field(second, "ETag")).as(path).isEqualTo("\"v1\"");
        }
        origin.verify(getRequestedFor(urlEqualTo("/plain/a")).withHeader("Accept-Encoding", equalTo("br, gzip")));
    }

    @Test
    void private_response_is_not_coded_by_the_edge() throws Exception {
        serve(get("/mine"), page().withHeader("Cache-Control", "private"));

        HttpResponse<byte[]> answer = ask("/mine", "Accept-Encoding", "br");

        assertThat(field(answer, "Content-Encoding")).isEmpty();
        assertThat(field(answer, "ETag")).isEqualTo("\"v1\"");
    }

    @Test
    void content_that_the_origin_coded_is_decoded_for_a_client_that_refuses_the_coding() throws Exception {
        byte[] coded = gzip(PAGE);
        serve(get("/coded"), page().withHeader("Content-Encoding", "gzip").withBody(coded));

        HttpResponse<byte[]> gzipped = ask("/coded", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> refused = ask("/coded", "Accept-Encoding", "gzip;q=0, br");
        HttpResponse<byte[]> unnamed = ask("/coded");

        assertThat(gzipped.body()).isEqualTo(coded);
        assertThat(field(gzipped, "ETag")).isEqualTo("\"v1\"");
        assertThat(field(refused, "Cache-Status")).startsWith("Skerry; hit");
        assertThat(field(refused, "Content-Encoding")).isEmpty();
        assertThat(field(refused, "ETag")).isEqualTo("W/\"v1-identity\"");
        assertThat(field(refused, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).isEqualTo(PAGE);
        assertThat(unnamed.body()).isEqualTo(coded);
        assertThat(ask("/coded", "Accept-Encoding", "identity", "If-None-Match", "W/\"v1-identity\"")
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<Void> head = client.send(
                HttpRequest.newBuilder(edge.uri("/coded"))
                        .header("Accept-Encoding", "identity")
                        .HEAD()
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(field(head, "Content-Encoding")).isEmpty();
        assertThat(field(head, "Content-Length")).isEmpty();
    }

    @Test
    void damaged_coded_content_is_a_broken_transfer_for_who_needs_it_decoded() throws Exception {
        byte[] coded = gzip(PAGE);
        coded[coded.length / 2] ^= 0x55;
        serve(get("/damaged"), page().withHeader("Content-Encoding", "gzip").withBody(coded));
        ask("/damaged", "Accept-Encoding", "gzip");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ask("/damaged", "Accept-Encoding", "identity")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void head_is_headed_as_the_get_would_be() throws Exception {
        serve(any(urlEqualTo("/a")), page());
        HttpRequest head = HttpRequest.newBuilder(edge.uri("/a"))
                .header("Accept-Encoding", "br")
                .HEAD()
                .build();

        HttpResponse<Void> cold = client.send(head, HttpResponse.BodyHandlers.discarding());
        HttpResponse<byte[]> got = ask("/a", "Accept-Encoding", "br");
        HttpResponse<Void> warm = client.send(head, HttpResponse.BodyHandlers.discarding());

        for (String name : new String[] {"Content-Encoding", "ETag", "Vary", "Content-Type"}) {
            assertThat(field(cold, name)).as(name).isEqualTo(field(got, name));
            assertThat(field(warm, name)).as(name).isEqualTo(field(got, name));
        }
        assertThat(field(cold, "Content-Length")).isEmpty();
        assertThat(field(warm, "Content-Length")).isEqualTo(Integer.toString(got.body().length));
    }

    @Test
    void range_is_a_part_of_the_coded_bytes_and_a_weak_tag_makes_no_if_range() throws Exception {
        serve(get("/a"), page());
        ask("/a", "Accept-Encoding", "br");
        byte[] whole = ask("/a", "Accept-Encoding", "br").body();

        HttpResponse<byte[]> part = ask("/a", "Accept-Encoding", "br", "Range", "bytes=10-19");
        HttpResponse<byte[]> unsure =
                ask("/a", "Accept-Encoding", "br", "Range", "bytes=10-19", "If-Range", "W/\"v1-br\"");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 10-19/" + whole.length);
        assertThat(unsure.statusCode()).isEqualTo(200);
        assertThat(unsure.body()).isEqualTo(whole);
    }

    @Test
    void page_that_the_origin_writes_in_pieces_is_read_in_pieces() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningEdge streaming = RunningEdge.start(
                        java.nio.file.Files.createDirectory(folder.resolve("streaming")),
                        FILE.formatted(slow.getLocalPort()))) {
            Thread.ofVirtual().start(() -> writeTheRestWhenAsked(slow));
            HttpRequest request = HttpRequest.newBuilder(streaming.uri("/stream"))
                    .header("Accept-Encoding", "gzip")
                    .build();

            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());

            assertThat(field(response, "Content-Encoding")).isEqualTo("gzip");
            try (InputStream body = new GZIPInputStream(response.body())) {
                assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8))
                        .isEqualTo("first");
                firstRead.countDown();
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("second");
            }
        }
    }

    private final java.util.concurrent.CountDownLatch firstRead = new java.util.concurrent.CountDownLatch(1);

    private void writeTheRestWhenAsked(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: max-age=60\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            firstRead.await();
            out.write("6\r\nsecond\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().readAllBytes();
        } catch (IOException | InterruptedException ended) {
            // The test is over.
        }
    }
}
