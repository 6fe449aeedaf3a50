package io.skerry.functions.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoPriceTest {

    private static final String TABLE = """
            { "countries": { "DE": "EUR", "fr": "EUR", "GB": "GBP", "JP": "JPY" },
              "locales": { "EUR": "de-DE", "GBP": "en-GB" },
              "prices": { "17": { "EUR": 1234.5, "GBP": 11.49, "USD": 12, "JPY": 1980 },
                          "18": { "USD": "from <9> & \\"up\\"" } } }
            """;
    private static final EdgeResponse PAGE = new EdgeResponse(
            200,
            EdgeResponse.of(200)
                    .with("Content-Type", "text/html; charset=utf-8")
                    .fields(),
            new Body.Upstream());

    private final FakeExchange exchange = new FakeExchange();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DE | 1.234,50\u00a0€",
                "FR | 1.234,50\u00a0€",
                "GB | £11.49",
                "JP | ¥1,980",
                "US | $12.00",
                "'' | $12.00",
            })
    void price_is_shown_in_the_currency_of_the_country(String country, String price) throws Exception {
        exchange.country = country;

        assertThat(shown("<b>{{price:17}}</b>", PAGE)).isEqualTo("<b>" + price + "</b>");
        assertThat(exchange.tags).containsExactly("price-table");
    }

    @Test
    void missing_price_falls_back_and_missing_product_is_empty() throws Exception {
        exchange.country = "DE";

        assertThat(shown("{{price:18}}|{{price:99}}|", PAGE)).isEqualTo("from &lt;9&gt; &amp; &quot;up&quot;||");
    }

    @Test
    void price_in_json_stays_json() throws Exception {
        assertThat(shown("{\"p\": \"{{price:18}}\"}", PAGE.with("Content-Type", "application/json")))
                .isEqualTo("{\"p\": \"from <9> & \\\"up\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html; charset=iso-8859-1 | 1.234,50\u00a0&#8364;",
                "application/json; charset=iso-8859-1 | 1.234,50\u00a0\\u20ac",
                "text/html; charset=windows-1252 | 1.234,50\u00a0\u20ac",
            })
    void sign_that_the_charset_of_the_page_lacks_is_written_by_its_number(String type, String price) throws Exception {
        exchange.country = "DE";
        EdgeResponse page = PAGE.with("Content-Type", type);

        EdgeResponse changed = Outcomes.response(started(TABLE).onOriginResponse(page, exchange));

        byte[] bytes = Outcomes.streamed(changed, "{{price:17}}".getBytes(page.charset()));
        assertThat(new String(bytes, page.charset())).isEqualTo(price);
    }

    @Test
    void entity_tag_differs_by_currency_and_by_table() throws Exception {
        String german = tag("DE", TABLE);

        assertThat(tag("FR", TABLE)).isEqualTo(german);
        assertThat(tag("GB", TABLE)).isNotEqualTo(german);
        assertThat(tag("DE", TABLE + " ")).isNotEqualTo(german);
    }

    @Test
    void images_pass_untouched() throws Exception {
        GeoPrice function = started(TABLE);

        assertThat(function.onOriginResponse(PAGE.with("Content-Type", "image/png"), exchange))
                .isEqualTo(Outcome.next());
        assertThat(exchange.tags).isEmpty();
    }

    @Test
    void compressed_text_and_a_table_never_loaded_are_failures() throws Exception {
        GeoPrice function = started(TABLE);
        assertThatThrownBy(() -> function.onOriginResponse(PAGE.with("Content-Encoding", "br"), exchange))
                .isInstanceOf(IllegalStateException.class);

        exchange.data = null;
        GeoPrice without = start();
        assertThat(exchange.dimensions).containsEntry("currency", "USD");
        assertThatThrownBy(() -> without.onOriginResponse(PAGE, exchange)).hasMessageContaining("never loaded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"countries\": {}}",
                "{\"countries\": {\"DE\": \"Mark\"}, \"prices\": {}}",
                "{\"countries\": {}, \"prices\": {\"17\": 12}}",
                "{\"countries\": {}, \"prices\": {\"17\": {\"EUR\": true}}}",
                "{\"countries\": {}, \"prices\": {\"17\": {\"EUR\": 1e31}}}",
            })
    void table_that_makes_no_sense_is_refused_whole(String table) {
        assertThatThrownBy(() -> PriceTable.parse(table.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RuntimeException.class);
    }

    private String tag(String country, String table) throws Exception {
        exchange.country = country;
        return Outcomes.response(started(table).onOriginResponse(PAGE.with("ETag", "\"v1\""), exchange))
                .header("ETag")
                .orElseThrow();
    }

    private String shown(String text, EdgeResponse page) throws Exception {
        EdgeResponse changed = Outcomes.response(started(TABLE).onOriginResponse(page, exchange));
        return new String(Outcomes.streamed(changed, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private GeoPrice started(String table) {
        exchange.data = table.getBytes(StandardCharsets.UTF_8);
        return start();
    }

    private GeoPrice start() {
        exchange.settings = new GeoPrice.Settings(new Source("http://x.example/", null, Duration.ofMinutes(1)), "USD");
        GeoPrice function = new GeoPrice();
        function.start(exchange);
        assertThat(function.onRequest(exchange, exchange)).isEqualTo(Outcome.next());
        return function;
    }
}
