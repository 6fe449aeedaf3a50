package io.skerry.edge.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.Exchanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class JsonLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_line_names_everything_about_the_exchange() {
        ExchangeRecord exchange = Exchanges.hit()
                .outcome(CacheOutcome.MISS, "uri-miss")
                .origin("shop", Optional.of(200))
                .build();

        assertThat(line(exchange))
                .isEqualTo("{\"type\":\"access\",\"time\":\"2026-09-28T10:15:30.123456Z\",\"id\":\"req-1\","
                        + "\"client\":\"192.0.2.7\",\"protocol\":\"http/1.1\",\"method\":\"GET\","
                        + "\"host\":\"shop.example.com\",\"path\":\"/assets/app.css?v=2\",\"status\":200,"
                        + "\"bytes\":1234,\"received\":0,\"duration_ms\":1.500,\"cache\":\"miss\","
                        + "\"reason\":\"uri-miss\",\"site\":\"shop\",\"route\":\"assets\","
                        + "\"origin\":{\"name\":\"shop\",\"target\":\"http://127.0.0.1:9000\",\"status\":200,\"ms\":200.000},"
                        + "\"user_agent\":\"curl/8\",\"ending\":\"complete\"}\n");
    }

    @Test
    void every_field_is_documented_and_every_documented_field_exists() throws IOException {
        ExchangeRecord exchange = Exchanges.hit()
                .outcome(CacheOutcome.MISS, "uri-miss")
                .origin("shop", Optional.of(200))
                .build();
        Path table = Path.of(System.getProperty("skerry.home", ".."), "deploy", "access-log.md");

        List<String> documented = Files.readAllLines(table).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line ->
                        Arrays.stream(line.split(" *\\| *")[1].replace("`", "").split(", ")))
                .toList();

        assertThat(parsed(line(exchange)).propertyNames()).containsExactlyElementsOf(documented);
    }

    @Test
    void origin_that_gave_no_answer_says_which_target_failed_and_how() {
        ExchangeRecord exchange = Exchanges.hit()
                .outcome(CacheOutcome.MISS, "connection-refused")
                .unanswered("shop", "127.0.0.1:9000: refused")
                .build();

        assertThat(line(exchange))
                .contains(
                        "\"origin\":{\"name\":\"shop\",\"target\":\"-\",\"ms\":0.000,\"failure\":\"127.0.0.1:9000: refused\"}");
    }

    @Test
    void what_a_client_sends_cannot_break_out_of_its_line() {
        String hostile = "a\"b\\c\r\nd\u0000e\u001b[2Jf\u007fg\u0085h\u2028i\u202ej";

        String line = line(Exchanges.hit().userAgent(hostile).build());

        assertThat(line.strip().chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
        assertThat(parsed(line).get("user_agent").asString()).isEqualTo(hostile);
    }

    @Test
    void letters_of_all_scripts_stay_readable_and_half_a_pair_is_replaced() {
        String line =
                line(Exchanges.hit().userAgent("größe 漢字 \ud83d\ude00 \ud83d!").build());

        assertThat(parsed(line).get("user_agent").asString()).isEqualTo("größe 漢字 \ud83d\ude00 \ufffd!");
    }

    @Test
    void a_value_longer_than_the_bound_is_cut_with_an_ellipsis() {
        String line = line(Exchanges.hit().target("/" + "x".repeat(100_000)).build());

        assertThat(parsed(line).get("path").asString())
                .hasSize(JsonLine.MAX_VALUE_CHARS + 1)
                .endsWith("x…");
    }

    @Test
    void any_characters_give_one_line_of_valid_json() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder any = new StringBuilder();
            for (int c = random.nextInt(40); c > 0; c--) {
                any.append((char) random.nextInt(i % 2 == 0 ? 0x100 : 0x10000));
            }
            String line = line(Exchanges.hit().target(any.toString()).build());

            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            assertThat(parsed(line).get("ending").asString()).isEqualTo("complete");
        }
    }

    private static String line(ExchangeRecord exchange) {
        LineBuffer line = new LineBuffer();
        new JsonLine().append(exchange, line);
        return line.toString();
    }

    private static JsonNode parsed(String line) {
        return JSON.readTree(line);
    }
}
