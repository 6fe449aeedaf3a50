package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A purge while a resized image is being confirmed, of the image or of its original. */
@Timeout(60)
class DerivedPurgeInFlightTest {

    private static final String FRESH = "Cache-Control: max-age=60";

    @TempDir
    private Path folder;

    private final GatedOrigin origin = GatedOrigin.start();
    private RunningEdge edge;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    DerivedPurgeInFlightTest() {}

    @BeforeEach
    void start() throws Exception {
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites:
                  - hosts: ["*"]
                    routes:
                      - match: { path: "/image/{size}/{file}" }
                        functions: [ { use: image-resize, with: { source: "/originals/{file}", sizes: [50x50], formats: [png] } } ]
                      - { origin: site }
                """.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "hard"})
    void purge_of_the_original_makes_the_confirmation_worthless(String mode) throws Exception {
        stored();
        CompletableFuture<HttpResponse<byte[]>> asks = asks();
        GatedOrigin.Asked validation = origin.next();
        purge("/originals/mug.png", mode);
        // The origin decided before the purge was made; what it confirms is the old picture.
        validation.head("304 Not Modified", FRESH, "ETag: \"1\"");

        GatedOrigin.Asked again = origin.next();
        assertThat(again.has("If-None-Match")).isFalse();
        send(again, Color.BLUE, "2", FRESH);

        assertThat(colour(asks)).isEqualTo(Color.BLUE);
        assertThat(colour(asks())).isEqualTo(Color.BLUE);
        assertHit(Color.BLUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "hard"})
    void purge_of_the_image_alone_makes_it_anew(String mode) throws Exception {
        stored();
        CompletableFuture<HttpResponse<byte[]>> asks = asks();
        GatedOrigin.Asked validation = origin.next();
        purge("/image/50x50/mug.png", mode);
        validation.head("304 Not Modified", FRESH, "ETag: \"1\"");

        assertThat(colour(asks)).isEqualTo(Color.RED);
        assertHit(Color.RED);
        assertThat(edge.metrics()).containsPattern("skerry_function_counts_total\\{.*name=\"resized\".*} 2\\.0");
    }

    private void stored() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> asks = asks();
        send(origin.next(), Color.RED, "1", "Cache-Control: max-age=0");
        assertThat(colour(asks)).isEqualTo(Color.RED);
    }

    private CompletableFuture<HttpResponse<byte[]>> asks() {
        return edge.sendAsync(
                HttpRequest.newBuilder(edge.uri("/image/50x50/mug.png")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private void purge(String path, String mode) throws Exception {
        String purge = "{\"files\": [\"%s\"], \"mode\": \"%s\"}".formatted(edge.uri(path), mode);
        assertThat(edge.purge(purge).statusCode()).isEqualTo(200);
    }

    private static void send(GatedOrigin.Asked asked, Color colour, String version, String freshness)
            throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 100, 100);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        asked.head("200 OK", freshness, "ETag: \"" + version + '"', "Content-Length: " + bytes.size())
                .write(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private static Color colour(CompletableFuture<HttpResponse<byte[]>> image) throws Exception {
        return new Color(
                ImageIO.read(new ByteArrayInputStream(image.get().body())).getRGB(25, 25));
    }

    private void assertHit(Color colour) throws Exception {
        CompletableFuture<HttpResponse<byte[]>> image = asks();
        assertThat(colour(image)).isEqualTo(colour);
        assertThat(RunningEdge.cacheStatus(image.get())).contains("; hit");
    }
}
