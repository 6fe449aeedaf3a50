package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.skerry.cache.store.StoreStats;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code GET /explain} says is what the line then does, and asking changes nothing. */
class ExplainScenarioTest {

    private static final String FILE = """
            cachePolicies:
              bounded: { ttl: { max: 10s }, staleWhileRevalidate: 1m, tags: ["page"] }
            origins:
              site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 2s, idle: 2s } }
            sites:
              - name: shop
                hosts: [127.0.0.1]
                routes:
                  - { name: moved, match: { path: /moved }, redirect: { to: /new, status: 301 } }
                  - { name: off, match: { path: /off }, origin: site, cache: off }
                  - { name: api, match: { path: /only-get, method: [GET] }, origin: site, cache: standard }
                  - { name: bounded, match: { path: "/bounded/**" }, origin: site, cache: bounded }
                  - { name: pages, match: { path: "/pages/**" }, origin: site, cache: standard }
            """;

    @TempDir
    private Path folder;

    private final WireMockServer origin =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Cache-Tag", "product-42")
                        .withHeader("ETag", "\"1\"")
                        .withBody("hello")));
        origin.stubFor(get("/pages/private")
                .willReturn(aResponse().withHeader("Cache-Control", "private").withBody("mine")));
        origin.stubFor(get("/pages/varied")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "X-Device")
                        .withBody("for you")));
        edge = RunningEdge.start(folder, FILE.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.stop();
    }

    private HttpResponse<String> ask(String token, String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + edge.node().adminPort() + "/explain?" + query);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return edge.send(request.build());
    }

    private String token() throws IOException {
        return Files.readString(folder.resolve("cache/admin-token")).strip();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonObject explain(String path, String... headers) throws IOException, InterruptedException {
        return explainUrl(edge.uri(path).toString(), headers);
    }

    private JsonObject explainUrl(String url, String... headers) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("url=" + encoded(url));
        for (String header : headers) {
            query.append("&header=").append(encoded(header));
        }
        HttpResponse<String> answer = ask(token(), query.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static JsonObject decision(JsonObject explanation) {
        return explanation.getJsonObject("decision");
    }

    private static List<String> freshness(JsonObject candidate, String name) {
        return candidate.getJsonArray("freshness").stream()
                .map(JsonObject.class::cast)
                .filter(input -> input.getString("name").equals(name))
                .map(input -> input.getString("from") + ": " + input.getString("value"))
                .toList();
    }

    @Test
    void what_is_not_cached_is_answered_with_its_reason() throws Exception {
        JsonObject unknown = new JsonObject(
                ask(token(), "url=" + encoded("http://elsewhere.example/")).body());

        assertThat(decision(unknown).getString("reason")).isEqualTo("unknown-host");
        assertThat(decision(unknown).getInteger("status")).isEqualTo(421);
        assertThat(decision(explain("/nothing")).getString("reason")).isEqualTo("no-route");
        assertThat(decision(explain("/off")).getString("cacheStatus")).isEqualTo("Skerry; fwd=bypass");
        assertThat(decision(explain("/moved")).getString("location")).isEqualTo("/new");
        assertThat(decision(explain("/pages/a", "If-Match: \"1\"")).getString("reason"))
                .isEqualTo("origin-precondition");
        assertThat(decision(explain("/pages/a", "Cache-Control: only-if-cached"))
                        .getString("reason"))
                .isEqualTo("only-if-cached");
        assertThat(decision(explain("/pages/a", "If-Match: \"1\"", "Cache-Control: only-if-cached"))
                        .getString("reason"))
                .isEqualTo("only-if-cached");
    }

    @Test
    void request_that_came_back_too_often_is_a_loop() throws Exception {
        edge.get("/off");
        String mark = origin.getAllServeEvents().getFirst().getRequest().getHeader("CDN-Loop");

        JsonObject thrice = explain("/off", "CDN-Loop: " + String.join(", ", mark, mark, mark));
        JsonObject again = explain("/off", "CDN-Loop: " + String.join(", ", mark, mark, mark, mark));

        assertThat(decision(thrice).getString("cacheStatus")).isEqualTo("Skerry; fwd=bypass");
        assertThat(decision(again).getString("reason")).isEqualTo("loop");
        assertThat(decision(again).getInteger("status")).isEqualTo(508);
    }

    @Test
    void a_miss_says_why_the_last_response_was_not_stored() throws Exception {
        assertThat(explain("/pages/private").getJsonObject("forwarding").containsKey("lastNotStored"))
                .isFalse();
        edge.get("/pages/private");

        JsonObject explanation = explain("/pages/private");

        assertThat(decision(explanation).getString("action")).isEqualTo("fetch");
        assertThat(decision(explanation).getString("cacheStatus")).isEqualTo("Skerry; fwd=uri-miss");
        JsonObject last = explanation.getJsonObject("forwarding").getJsonObject("lastNotStored");
        assertThat(last.getString("reason")).isEqualTo("private");
        assertThat(explanation.getJsonObject("forwarding").getBoolean("collapses"))
                .isFalse();
    }

    @Test
    void a_hit_names_every_input_of_its_freshness_and_where_it_came_from() throws Exception {
        edge.get("/bounded/a");

        JsonObject explanation = explain("/bounded/a");

        assertThat(explanation.getJsonObject("route").getString("name")).isEqualTo("bounded");
        assertThat(explanation.getString("key")).isEqualTo("shop " + edge.uri("/bounded/a"));
        JsonObject candidate = explanation.getJsonArray("candidates").getJsonObject(0);
        assertThat(candidate.getBoolean("chosen")).isTrue();
        assertThat(freshness(candidate, "freshness_lifetime")).containsExactly("policy bounded: policy-max: 10 s");
        assertThat(freshness(candidate, "directives")).containsExactly("Cache-Control: max-age=60");
        assertThat(freshness(candidate, "stale-while-revalidate")).containsExactly("policy bounded: 60 s");
        assertThat(freshness(candidate, "age_value")).containsExactly("no Age: 0 s");
        assertThat(decision(explanation).getString("reason")).isEqualTo("policy-max");
        assertThat(RunningEdge.cacheStatus(edge.get("/bounded/a")))
                .startsWith(decision(explanation).getString("cacheStatus").substring(0, "Skerry; hit".length()));
    }

    @Test
    void candidates_show_the_inputs_that_select_them() throws Exception {
        edge.get("/pages/varied", "X-Device", "phone");
        edge.get("/pages/varied", "X-Device", "desktop");

        JsonObject phone = explain("/pages/varied", "X-Device: phone");
        JsonObject watch = explain("/pages/varied", "X-Device: watch");

        assertThat(phone.getJsonArray("candidates")).hasSize(2);
        JsonArray selected = new JsonArray(phone.getJsonArray("candidates").stream()
                .map(JsonObject.class::cast)
                .filter(candidate -> candidate.getBoolean("chosen"))
                .map(candidate -> candidate.getJsonArray("variant"))
                .toList());
        assertThat(selected.encode())
                .isEqualTo(
                        "[[{\"input\":\"header:x-device\",\"stored\":\"phone\",\"request\":\"phone\",\"matches\":true}]]");
        assertThat(decision(phone).getString("action")).isEqualTo("serve-fresh");
        assertThat(decision(watch).getString("cacheStatus")).isEqualTo("Skerry; fwd=vary-miss");
    }

    @Test
    void purges_that_concern_it_are_listed_with_the_newest_records() throws Exception {
        edge.get("/bounded/a");
        JsonObject purge = new JsonObject(
                edge.purge("{\"tags\":[\"product-42\"],\"mode\":\"soft\"}").body());

        JsonObject explanation = explain("/bounded/a");

        JsonObject purgedBy = explanation.getJsonObject("purgedBy");
        assertThat(purgedBy.getJsonArray("tags")).isEqualTo(JsonArray.of("page", "product-42"));
        assertThat(purgedBy.getJsonArray("prefixes")).contains("127.0.0.1/", "127.0.0.1/bounded/", "127.0.0.1/bounded");
        JsonObject record = purgedBy.getJsonArray("newestRecords").getJsonObject(0);
        assertThat(record.getString("selector")).isEqualTo("tag product-42");
        assertThat(record.getString("mode")).isEqualTo("soft");
        assertThat(record.getLong("seq")).isEqualTo(purge.getLong("seq"));
        assertThat(explanation.getJsonArray("candidates").getJsonObject(0).getString("purged"))
                .startsWith("soft, since ");
        assertThat(decision(explanation).getString("cacheStatus")).contains("detail=stale-while-revalidate");
    }

    @Test
    void asking_fetches_nothing_and_counts_nothing() throws Exception {
        edge.get("/pages/a");
        StoreStats before = edge.node().storeStats();
        origin.resetRequests();

        for (int i = 0; i < 5; i++) {
            explain("/pages/a");
            explain("/pages/unknown");
        }

        StoreStats after = edge.node().storeStats();
        assertThat(after.hot().hits()).isEqualTo(before.hot().hits());
        assertThat(after.hot().misses()).isEqualTo(before.hot().misses());
        assertThat(after.openLeases()).isZero();
        assertThat(origin.getAllServeEvents()).isEmpty();
    }

    @Test
    void what_was_stored_before_a_restart_is_found_and_looking_is_no_use() throws Exception {
        edge.get("/pages/varied", "X-Device", "phone");
        String stored = edge.uri("/pages/varied").toString();
        edge.close();
        edge = RunningEdge.start(folder, FILE.formatted(origin.port()));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(edge.node().storeStats().health().recovering())
                                .isFalse());

        // Another port by now, but the old one is in the key.
        StoreStats before = edge.node().storeStats();
        JsonObject explanation = explainUrl(stored);

        // Memory warms up by itself after a start, so it may be there by now.
        assertThat(explanation.getJsonArray("candidates").getJsonObject(0).getString("tier"))
                .isIn("disk", "hot");
        assertThat(edge.node().storeStats().disk().hits())
                .isEqualTo(before.disk().hits());
        assertThat(edge.node().storeStats().hot().hits()).isEqualTo(before.hot().hits());
    }

    @Test
    void text_is_for_people() throws Exception {
        edge.get("/bounded/a");

        String text = ask(
                        token(),
                        "format=text&url=" + encoded(edge.uri("/bounded/a").toString()))
                .body();

        assertThat(text)
                .contains("route\n  site            shop\n  name            bounded\n")
                .contains("- freshness_lifetime = 10 s  (policy bounded: policy-max)\n")
                .contains("decision\n  action          serve-fresh\n");
    }

    @Test
    void questions_that_cannot_be_answered_are_refused_with_what_is_wrong() throws Exception {
        assertThat(ask("", "url=x").statusCode()).isEqualTo(401);
        assertThat(ask("wrong", "url=x").statusCode()).isEqualTo(401);
        assertThat(ask(token(), "").body()).contains("url: missing");
        assertThat(ask(token(), "url=nonsense").body()).contains("not an absolute http or https URL");
        assertThat(ask(token(), "url=http://a/&header=nonsense").body()).contains("expected Name: value");
        assertThat(ask(token(), "url=http://a/&header=Host:b").body()).contains("the host is the URL's");
        assertThat(ask(token(), "url=http://a/&client=nowhere").body()).contains("not an IP address");
        assertThat(ask(token(), "url=http://a/&colour=red").body()).contains("unknown parameter");
        assertThat(ask(token(), "url=nonsense").statusCode()).isEqualTo(400);
    }
}
