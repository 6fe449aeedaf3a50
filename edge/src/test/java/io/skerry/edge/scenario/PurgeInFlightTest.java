package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A purge against one fetch, at each of its stages: what a request received after the purge was answered may never get (rules 3
 * to 8 of the purge log), with the origin stopped at exactly that stage.
 */
@Timeout(60)
class PurgeInFlightTest {

    private static final String ROUTES = """
        origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { firstByte: 30s, idle: 30s } } }
        sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
        """;
    private static final String FRESH = "Cache-Control: max-age=60";
    private static final String SHORT = "Cache-Control: max-age=0, stale-while-revalidate=60, stale-if-error=60";
    private static final String VALIDATED = "Cache-Control: max-age=0, stale-while-revalidate=0, stale-if-error=60";
    private static final String ETAG = "ETag: \"one\"";

    @TempDir
    private Path folder;

    private final GatedOrigin origin = GatedOrigin.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private RunningEdge edge;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    PurgeInFlightTest() {}

    @BeforeEach
    void start() throws Exception {
        edge = RunningEdge.start(folder, ROUTES.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        edge.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "soft"})
    void purge_before_the_head_leaves_the_answer_to_who_came_before(String mode) throws Exception {
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked first = origin.next();
        purge(mode);
        CompletableFuture<HttpResponse<String>> after = asks();
        // It has joined the flight, whose variant nobody knows yet.
        assertThat(after).isNotDone();
        answer(first, "old", FRESH);

        answer(origin.next(), "new", FRESH);

        assertThat(body(before)).isEqualTo("old");
        assertThat(body(after)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "soft"})
    void purge_during_the_body_keeps_newcomers_out_and_the_rest_out_of_the_store(String mode) throws Exception {
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked first = origin.next();
        first.head("200 OK", FRESH, "Content-Length: 6").write("old");
        awaitOpenSink();
        purge(mode);
        CompletableFuture<HttpResponse<String>> after = asks();

        answer(origin.next(), "new", FRESH);

        assertThat(body(after)).isEqualTo("new");
        // The older fill ends last, and must not replace what is newer.
        first.write("old");
        assertThat(body(before)).isEqualTo("oldold");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void purge_during_a_body_that_went_to_a_file_is_never_stored() throws Exception {
        String large = "o".repeat(6_000_000);
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked first = origin.next();
        first.head("200 OK", FRESH, "Content-Length: " + (large.length() + 3)).write(large);
        awaitOpenSink();
        purge("hard");
        first.write("end");
        assertThat(body(before)).hasSize(large.length() + 3);

        CompletableFuture<HttpResponse<String>> after = asks();
        answer(origin.next(), "new", FRESH);

        assertThat(body(after)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void hard_purge_during_a_validation_makes_a_304_worthless() throws Exception {
        stored("old", VALIDATED);
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked validation = origin.next();
        assertThat(validation.has("If-None-Match")).isTrue();
        purge("hard");
        CompletableFuture<HttpResponse<String>> after = asks();
        validation.head("304 Not Modified", VALIDATED, ETAG);

        GatedOrigin.Asked again = origin.next();
        assertThat(again.has("If-None-Match")).isFalse();
        answer(again, "new", FRESH);
        answerAllOthers("new");

        assertThat(body(before)).isEqualTo("new");
        assertThat(body(after)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void soft_purge_during_a_validation_is_not_undone_by_its_304() throws Exception {
        stored("old", VALIDATED);
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked validation = origin.next();
        purge("soft");
        // The origin decided before the purge was made; what it confirms is the old content.
        validation.head("304 Not Modified", FRESH, ETAG);

        GatedOrigin.Asked again = origin.next();
        answer(again, "new", FRESH);
        answerAllOthers("new");

        assertThat(body(before)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void purge_of_a_tag_that_the_304_drops_still_means_the_content() throws Exception {
        CompletableFuture<HttpResponse<String>> first = asks();
        origin.next()
                .head("200 OK", VALIDATED, ETAG, "Cache-Tag: price", "Content-Length: 3")
                .write("old");
        assertThat(body(first)).isEqualTo("old");
        awaitStored();
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked validation = origin.next();
        assertThat(edge.purge("{\"tags\":[\"price\"]}").statusCode()).isEqualTo(200);
        validation.head("304 Not Modified", FRESH, ETAG, "Cache-Tag: other");

        answer(origin.next(), "new", FRESH);

        assertThat(body(before)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void purge_while_stale_content_is_revalidated_in_the_background_is_not_undone() throws Exception {
        stored("old", SHORT);
        assertThat(body(asks())).isEqualTo("old");
        GatedOrigin.Asked validation = origin.next();
        purge("hard");
        CompletableFuture<HttpResponse<String>> after = asks();
        validation.head("304 Not Modified", FRESH, ETAG);

        answer(origin.next(), "new", FRESH);
        answerAllOthers("new");

        assertThat(body(after)).isEqualTo("new");
        assertThat(hit()).isEqualTo("new");
    }

    @Test
    void candidate_held_for_a_failing_origin_is_judged_again_before_it_is_served() throws Exception {
        stored("old", VALIDATED);
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked validation = origin.next();
        purge("hard");
        validation.head("503 Service Unavailable", "Content-Length: 0");

        assertThat(before.get().statusCode()).isEqualTo(503);
    }

    @Test
    void candidate_that_nobody_purged_serves_for_a_failing_origin() throws Exception {
        stored("old", VALIDATED);
        CompletableFuture<HttpResponse<String>> before = asks();
        GatedOrigin.Asked validation = origin.next();
        validation.head("503 Service Unavailable", "Content-Length: 0");

        assertThat(body(before)).isEqualTo("old");
    }

    @Test
    void follower_that_came_before_the_purge_may_have_what_it_waited_for_or_newer() throws Exception {
        CompletableFuture<HttpResponse<String>> leader = asks();
        GatedOrigin.Asked first = origin.next();
        CompletableFuture<HttpResponse<String>> follower = asks();
        purge("hard");
        answer(first, "old", FRESH);
        answer(origin.next(), "new", FRESH);

        assertThat(body(leader)).isEqualTo("old");
        assertThat(body(follower)).isIn("old", "new");
        assertThat(hit()).isEqualTo("new");
    }

    private CompletableFuture<HttpResponse<String>> asks() {
        HttpRequest request = HttpRequest.newBuilder(edge.uri("/page")).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String body(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get().body();
    }

    /** What the store gives without asking the origin. */
    private String hit() throws Exception {
        HttpResponse<String> answer = asks().get();
        assertThat(RunningEdge.cacheStatus(answer)).contains("hit");
        assertThat(origin.isIdle()).isTrue();
        return answer.body();
    }

    private void purge(String mode) throws Exception {
        HttpResponse<String> answer =
                edge.purge("{\"files\":[\"" + edge.uri("/page") + "\"],\"mode\":\"" + mode + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void stored(String body, String cacheControl) throws Exception {
        CompletableFuture<HttpResponse<String>> first = asks();
        answer(origin.next(), body, cacheControl);
        assertThat(body(first)).isEqualTo(body);
        awaitStored();
    }

    private static void answer(GatedOrigin.Asked asked, String body, String cacheControl) {
        asked.head("200 OK", cacheControl, ETAG, "Content-Length: " + body.length())
                .write(body);
    }

    /** Whoever did not find a flight to follow asks for itself. */
    private void answerAllOthers(String body) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    answer(origin.next(), body, FRESH);
                }
            } catch (InterruptedException | NullPointerException | java.io.UncheckedIOException over) {
                // The test is over.
            }
        });
    }

    private void awaitOpenSink() {
        Awaitility.await().until(() -> edge.node().storeStats().openSinks() > 0);
    }

    private void awaitStored() {
        Awaitility.await().until(() -> edge.node().storeStats().openSinks() == 0);
        Awaitility.await().until(() -> edge.node().storeStats().openLeases() == 0);
    }
}
