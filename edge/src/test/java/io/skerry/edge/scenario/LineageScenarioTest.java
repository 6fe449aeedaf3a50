package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A resized image goes with its original, whichever way the original is purged. */
@Timeout(120)
class LineageScenarioTest {

    private static final String SMALL = "/image/100x100/mug.jpg";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Color colour = Color.RED;
    private volatile boolean coded;
    private HttpServer origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/originals/", this::original);
        origin.start();
        edge = RunningEdge.start(folder, """
                cachePolicies: { images: { ttl: 30d, tags: ["img:{file}"] } }
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites:
                  - name: shop
                    hosts: ["*"]
                    routes:
                      - match: { path: "/image/{size}/{file}", method: [GET, HEAD] }
                        cache: images
                        functions: [ { use: image-resize, with: { source: "/originals/{file}", sizes: [100x100], formats: [jpeg] } } ]
                      - { origin: site, cache: standard }
                """.formatted(origin.getAddress().getPort()));
    }

    private void original(HttpExchange exchange) throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 200, 200);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
        exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
        exchange.getResponseHeaders().set("Surrogate-Key", "photo-7 catalogue");
        if (coded) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out =
                        coded ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
            bytes.writeTo(out);
        }
    }

    @AfterEach
    void stop() {
        edge.close();
        http.close();
        origin.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"files\": [\"%s/originals/mug.jpg\"]}",
                "{\"files\": [\"%s/originals/mug.jpg\"], \"mode\": \"soft\"}",
                "{\"tags\": [\"photo-7\"]}",
                "{\"tags\": [\"img:mug.jpg\"]}",
                "{\"prefixes\": [\"127.0.0.1/image/100x100\"]}",
                "{\"prefixes\": [\"127.0.0.1/originals\"]}",
                "{\"purge_everything\": true, \"site\": \"shop\"}"
            })
    void resized_image_goes_with_its_original(String purge) throws Exception {
        assertThat(colourOf(SMALL)).isEqualTo("red");
        assertThat(get(SMALL).headers().firstValue("Cache-Status").orElseThrow())
                .contains("hit");
        // By the route's own tag or path the original is not meant. What is made of it anew is stored all the same.
        boolean originalToo = !purge.contains("img:") && !purge.contains("/image/");
        colour = Color.BLUE;
        assertThat(colourOf(SMALL)).isEqualTo("red");
        HttpResponse<String> answer = edge.purge(purge.formatted(edge.uri("")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode matched = JsonMapper.shared().readTree(answer.body()).path("matched");
        if (matched.path("exact").asBoolean(false)) {
            assertThat(matched.path("objects").asLong()).isEqualTo(originalToo ? 2 : 1);
            assertThat(matched.path("derived").asLong()).isEqualTo(1);
        }
        assertThat(colourOf(SMALL)).isEqualTo(originalToo ? "blue" : "red");
        assertThat(get(SMALL).headers().firstValue("Cache-Status").orElseThrow())
                .contains("hit");
    }

    /** Of what is stored in its coding at an object store, say, there is nothing else. */
    @Test
    void original_that_its_origin_sends_coded_to_everybody_is_read_decoded() throws Exception {
        coded = true;

        assertThat(colourOf(SMALL)).isEqualTo("red");
        coded = false;
        assertThat(colourOf(SMALL)).isEqualTo("red");
    }

    private String colourOf(String path) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(get(path).body()));
        assertThat(image.getWidth()).isEqualTo(100);
        Color middle = new Color(image.getRGB(50, 50));
        return middle.getRed() > middle.getBlue() ? "red" : "blue";
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        HttpResponse<byte[]> response =
                http.send(HttpRequest.newBuilder(edge.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }
}
