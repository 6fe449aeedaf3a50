package io.skerry.edge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoOriginTest {
    private static final Photos PHOTOS = Photos.drawInBackground();

    private final HttpClient client = HttpClient.newHttpClient();
    private DemoOrigin.Started origin;

    @BeforeEach
    void start() throws Exception {
        origin = DemoOrigin.start(0, Duration.ZERO, PHOTOS, InstantSource.system())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        origin.stop().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void every_part_the_page_measures_is_served() throws Exception {
        for (JsonNode part : json(get("/_demo/info")).path("parts")) {
            assertThat(get(part.path("path").asString()).statusCode())
                    .as(part.toString())
                    .isEqualTo(200);
        }
    }

    @Test
    void every_asset_the_page_names_is_served() throws Exception {
        String page = get("/").body();

        List<String> urls = java.util.regex.Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(urls).hasSizeGreaterThanOrEqualTo(7);
        for (String url : urls) {
            assertThat(get(url).statusCode()).as(url).isEqualTo(200);
        }
    }

    @Test
    void stock_is_told_in_json_whatever_the_locale() throws Exception {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try (Stream<String> lines =
                client.send(request("/events").build(), BodyHandlers.ofLines()).body()) {
            String data =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();

            assertThat(JsonMapper.shared()
                            .readTree(data.substring("data: ".length()))
                            .path("left")
                            .asInt())
                    .isEqualTo(24);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void request_is_answered_only_after_the_distance() throws Exception {
        post("/_demo/distance", "{\"millis\": 300}");

        long begun = System.nanoTime();
        get("/parts/prices");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void log_lists_what_was_asked_for_and_by_whom() throws Exception {
        get("/parts/prices?a=b");
        client.send(request("/cart").header("Via", "1.1 edge").build(), BodyHandlers.ofString());

        JsonNode requests = json(get("/_demo/requests")).path("requests");
        assertThat(requests.values().stream()
                        .map(seen -> seen.path("target").asString() + " "
                                + seen.path("from").asString()))
                .containsExactly("/parts/prices?a=b CLIENT", "/cart EDGE");
    }

    @Test
    void unchanged_representation_is_answered_with_304() throws Exception {
        String tag = get("/parts/prices").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = client.send(
                request("/parts/prices").header("If-None-Match", tag).build(), BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void cart_belongs_to_its_cookie_and_forbids_storing() throws Exception {
        HttpResponse<String> added = post("/cart", "{\"add\": \"mug\"}");
        String cookie = added.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

        HttpResponse<String> mine =
                client.send(request("/cart").header("Cookie", cookie).build(), BodyHandlers.ofString());

        assertThat(json(mine).path("count").asInt()).isEqualTo(1);
        assertThat(json(get("/cart")).path("count").asInt()).isZero();
        assertThat(mine.headers().firstValue("Cache-Control")).hasValue("private, no-store");
    }

    @Test
    void switches_refuse_what_another_site_could_send_without_preflight() throws Exception {
        HttpRequest form = request("/_demo/distance")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"millis\": 5}"))
                .build();

        assertThat(client.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        assertThat(get("/_demo/info").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void purge_without_an_edge_is_refused() throws Exception {
        assertThat(post("/_demo/purge", "{\"mode\": \"hard\"}").statusCode()).isEqualTo(503);
    }

    @Test
    void photo_is_waited_for_and_camera_sized() throws Exception {
        HttpResponse<byte[]> photo = client.send(request("/originals/mug.jpg").build(), BodyHandlers.ofByteArray());

        assertThat(photo.statusCode()).isEqualTo(200);
        assertThat(photo.body()).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void origin_whose_port_is_taken_fails_and_does_not_hang() {
        var second = DemoOrigin.start(origin.port(), Duration.ZERO, PHOTOS, InstantSource.system())
                .toCompletionStage()
                .toCompletableFuture();

        assertThat(second)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("in use");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + origin.port() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
