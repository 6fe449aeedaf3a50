package io.skerry.functions.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecommendationsTest {

    private static final String LISTS = """
            { "default": [ {"id": "1", "name": "Lamp"}, {"id": "1"}, {"id": "2"}, {"id": "3"} ],
              "segments": { "DE": [ {"id": "9", "url": "/p/9", "price": "5"} ], "returning": [ {"id": "8"} ] } }
            """;

    private final FakeExchange exchange = new FakeExchange();
    private final Recommendations function = new Recommendations();

    @Test
    void segment_of_the_country_gets_its_own_list() throws Exception {
        exchange.country = "DE";
        EdgeResponse answer = answer(Recommendations.By.COUNTRY, LISTS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("application/json");
        assertThat(answer.header("Cache-Control")).hasValue("public, max-age=30");
        assertThat(text(answer))
                .isEqualTo("{\"segment\":\"DE\",\"products\":[{\"id\":\"9\",\"url\":\"/p/9\",\"price\":\"5\"}]}");
        assertThat(exchange.tags).containsExactly("recommendations");
        assertThat(exchange.ttls).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void everyone_else_gets_the_default_list_cut_and_without_doubles() throws Exception {
        exchange.country = "IT";

        assertThat(text(answer(Recommendations.By.COUNTRY, LISTS)))
                .isEqualTo("{\"segment\":\"default\",\"products\":[{\"id\":\"1\",\"name\":\"Lamp\"},{\"id\":\"2\"}]}");
    }

    @Test
    void cookie_chooses_among_the_segments_there_are() throws Exception {
        exchange.cookies.put("group", "returning");
        assertThat(text(answer(Recommendations.By.COOKIE, LISTS))).contains("\"8\"");

        exchange.cookies.put("group", "made-up-" + "x".repeat(100));
        assertThat(text(answer(Recommendations.By.COOKIE, LISTS))).contains("\"default\"");
        assertThat(exchange.dimensions).containsEntry("segment", "default");
    }

    @Test
    void segments_and_data_have_their_own_entity_tags() throws Exception {
        exchange.country = "DE";
        String german = answer(Recommendations.By.COUNTRY, LISTS).header("ETag").orElseThrow();
        String newer =
                answer(Recommendations.By.COUNTRY, LISTS + " ").header("ETag").orElseThrow();
        exchange.country = "IT";
        String other = answer(Recommendations.By.COUNTRY, LISTS).header("ETag").orElseThrow();

        assertThat(german).isNotEqualTo(newer).isNotEqualTo(other);
    }

    @Test
    void without_data_there_is_no_answer_and_none_is_stored() throws Exception {
        EdgeResponse answer = answer(Recommendations.By.COUNTRY, "");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void request_that_asks_for_no_lists_gets_none() throws Exception {
        answer(Recommendations.By.COUNTRY, LISTS);
        exchange.method = "POST";

        assertThat(function.onOriginRequest(exchange, exchange)).isEqualTo(Outcome.next());
    }

    @Test
    void lists_that_make_no_sense_are_refused_whole() {
        assertThatThrownBy(() -> RecommendationLists.parse(
                        "{\"default\": [], \"segments\": []}".getBytes(StandardCharsets.UTF_8), 4))
                .hasMessageContaining("segments: expected a JSON object");
        assertThatThrownBy(() -> RecommendationLists.parse("{}".getBytes(StandardCharsets.UTF_8), 4))
                .hasMessageContaining("default: expected a list");
        assertThatThrownBy(() -> RecommendationLists.parse(
                        "{\"default\": [{\"name\": \"x\"}]}".getBytes(StandardCharsets.UTF_8), 4))
                .hasMessageContaining("has no id");
    }

    private EdgeResponse answer(Recommendations.By by, String lists) throws Exception {
        exchange.data = lists.isEmpty() ? null : lists.getBytes(StandardCharsets.UTF_8);
        exchange.settings = new Recommendations.Settings(
                new Source("http://x.example/", null, Duration.ofMinutes(1)), by, "group", Duration.ofSeconds(30), 2);
        function.start(exchange);
        var _ = function.onRequest(exchange, exchange);
        return Outcomes.response(function.onOriginRequest(exchange, exchange));
    }

    private static String text(EdgeResponse response) {
        return new String(Outcomes.bytes(response), StandardCharsets.UTF_8);
    }
}
