package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses made from others: validated at the price of validating these, and made anew where one of these has changed. */
@Timeout(60)
class DerivedValidationScenarioTest {

    private static final String SMALL = "/image/50x50/mug.png";
    private static final Pattern RESIZED =
            Pattern.compile("^skerry_function_counts_total\\{.*name=\"resized\".*} ([0-9.]+)$", Pattern.MULTILINE);

    @RegisterExtension
    private final MockedSite site = MockedSite.of("""
            origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - match: { path: "/image/{size}/{file}", method: [GET, HEAD] }
                    functions: [ { use: image-resize, with: { source: "/originals/{file}", sizes: [50x50], formats: [png] } } ]
                  - { match: { path: /page }, origin: site, functions: [ { use: test-fragment-page } ] }
                  - { origin: site }
            """);

    @ParameterizedTest
    @CsvSource({
        "ETag, If-None-Match, no-cache",
        "ETag, If-None-Match, max-age=0",
        "Last-Modified, If-Modified-Since, no-cache"
    })
    void image_whose_original_is_unchanged_costs_no_pixels(String validator, String condition, String control)
            throws Exception {
        String value = validator.equals("ETag") ? "\"1\"" : "Thu, 01 Jan 2026 00:00:00 GMT";
        original(validator, value, condition, control, Color.RED);

        HttpResponse<byte[]> first = image();
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> again = image();
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("ETag"))
                    .isEqualTo(first.headers().firstValue("ETag"));
        }
        assertThat(resized()).isEqualTo(1);
        assertThat(site.origin().getAllServeEvents()).hasSize(4);

        site.origin().resetMappings();
        String other = validator.equals("ETag") ? "\"2\"" : "Fri, 02 Jan 2026 00:00:00 GMT";
        original(validator, other, condition, control, Color.BLUE);
        assertThat(colour(image())).isEqualTo(Color.BLUE);
        assertThat(colour(image())).isEqualTo(Color.BLUE);
        assertThat(resized()).isEqualTo(2);
    }

    @Test
    void confirmed_image_is_as_fresh_as_its_original_has_become() throws Exception {
        original("ETag", "\"1\"", "If-None-Match", "max-age=0", Color.RED);
        image();
        site.origin()
                .stubFor(get("/originals/mug.png")
                        .withHeader("If-None-Match", equalTo("\"1\""))
                        .willReturn(aResponse().withStatus(304).withHeader("Cache-Control", "max-age=60")));

        assertThat(RunningEdge.cacheStatus(image())).contains("fwd=stale", "fwd-status=304");
        assertThat(RunningEdge.cacheStatus(image())).contains("; hit");
        assertThat(resized()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"/originals/mug.png, soft, 1", "/image/50x50/mug.png, soft, 1", "/originals/mug.png, hard, 2"})
    void softly_purged_image_is_confirmed_and_fresh_again(String path, String mode, int resized) throws Exception {
        original("ETag", "\"1\"", "If-None-Match", "max-age=60", Color.RED);
        image();
        String purge =
                "{\"files\": [\"%s\"], \"mode\": \"%s\"}".formatted(site.edge().uri(path), mode);
        assertThat(site.edge().purge(purge).statusCode()).isEqualTo(200);

        assertThat(colour(image())).isEqualTo(Color.RED);
        assertThat(RunningEdge.cacheStatus(image())).contains("; hit");
        assertThat(resized()).isEqualTo(resized);
    }

    @Test
    void confirmed_image_goes_with_the_tags_that_its_original_has_now() throws Exception {
        original("ETag", "\"1\"", "If-None-Match", "max-age=0", Color.RED);
        image();
        site.origin()
                .stubFor(get("/originals/mug.png")
                        .withHeader("If-None-Match", equalTo("\"1\""))
                        .willReturn(aResponse()
                                .withStatus(304)
                                .withHeader("Cache-Tag", "mugs")
                                .withHeader("Cache-Control", "max-age=60")));
        image();
        assertThat(RunningEdge.cacheStatus(image())).contains("; hit");

        assertThat(site.edge().purge("{\"tags\": [\"mugs\"]}").statusCode()).isEqualTo(200);

        assertThat(RunningEdge.cacheStatus(image())).doesNotContain("; hit");
        assertThat(resized()).isEqualTo(2);
    }

    @Test
    void origin_s_304_for_a_page_says_nothing_of_what_else_it_was_made_from() throws Exception {
        site.origin()
                .stubFor(get("/page")
                        .willReturn(aResponse()
                                .withHeader("Cache-Control", "max-age=60")
                                .withHeader("ETag", "\"1\"")
                                .withBody("page")));
        site.origin()
                .stubFor(get("/page")
                        .withHeader("If-None-Match", equalTo("\"1\""))
                        .willReturn(aResponse().withStatus(304).withHeader("ETag", "\"1\"")));
        fragment("old");
        assertThat(site.edge().get("/page").body()).isEqualTo("old");
        fragment("new");

        assertThat(site.edge().get("/page").body()).isEqualTo("new");
    }

    @Test
    void priced_page_that_has_only_last_modified_is_kept_and_validated_as_the_origin_s_own_would_be() throws Exception {
        String modified = "Last-Modified";
        String date = "Thu, 01 Jan 2026 00:00:00 GMT";
        site.origin()
                .stubFor(get("/prices.json")
                        .willReturn(
                                aResponse().withBody("{\"countries\": {}, \"prices\": {\"1\": {\"USD\": \"10 $\"}}}")));
        site.origin()
                .stubFor(get("/priced")
                        .willReturn(aResponse()
                                .withHeader("Content-Type", "text/html")
                                .withHeader(modified, date)
                                .withBody("costs {{price:1}}")));
        site.origin()
                .stubFor(get("/priced")
                        .withHeader("If-Modified-Since", equalTo(date))
                        .willReturn(aResponse().withStatus(304).withHeader(modified, date)));
        try (RunningEdge edge = site.beside("""
                origins: { site: { targets: [ { url: "http://127.0.0.1:%1$d" } ] } }
                sites:
                  - hosts: ["*"]
                    routes:
                      - origin: site
                        functions: [ { use: geo-price, with: { table: { url: "http://127.0.0.1:%1$d/prices.json" } } } ]
                """.formatted(site.origin().port()))) {
            await().until(() -> edge.get("/priced").body().equals("costs 10 $"));
            assertThat(RunningEdge.cacheStatus(edge.get("/priced"))).contains("; hit");
            edge.purge("{\"files\": [\"%s\"], \"mode\": \"soft\"}".formatted(edge.uri("/priced")));

            HttpResponse<String> confirmed = edge.get("/priced");
            assertThat(RunningEdge.cacheStatus(confirmed)).contains("fwd-status=304");
            assertThat(confirmed.body()).isEqualTo("costs 10 $");
            // Clients would compare it although the prices have changed.
            assertThat(confirmed.headers().firstValue(modified)).isEmpty();
            assertThat(RunningEdge.cacheStatus(edge.get("/priced"))).contains("; hit");
        }
    }

    private void fragment(String content) {
        site.origin()
                .stubFor(get("/fragment")
                        .willReturn(aResponse()
                                .withHeader("Cache-Control", "no-cache")
                                .withHeader("ETag", '"' + content + '"')
                                .withBody(content)));
    }

    private void original(String validator, String value, String condition, String control, Color colour)
            throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 100, 100);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        ResponseDefinitionBuilder full =
                aResponse().withHeader("Content-Type", "image/png").withBody(bytes.toByteArray());
        ResponseDefinitionBuilder confirmed = aResponse().withStatus(304);
        site.origin()
                .stubFor(get("/originals/mug.png")
                        .willReturn(full.withHeader("Cache-Control", control).withHeader(validator, value)));
        site.origin()
                .stubFor(get("/originals/mug.png")
                        .withHeader(condition, equalTo(value))
                        .willReturn(
                                confirmed.withHeader("Cache-Control", control).withHeader(validator, value)));
    }

    private HttpResponse<byte[]> image() throws Exception {
        HttpResponse<byte[]> image = site.edge()
                .send(HttpRequest.newBuilder(site.edge().uri(SMALL)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(image.statusCode()).isEqualTo(200);
        return image;
    }

    private static Color colour(HttpResponse<byte[]> image) throws IOException {
        return new Color(ImageIO.read(new ByteArrayInputStream(image.body())).getRGB(25, 25));
    }

    private int resized() throws Exception {
        Matcher matcher = RESIZED.matcher(site.edge().metrics());
        return matcher.find() ? (int) Double.parseDouble(matcher.group(1)) : 0;
    }
}
