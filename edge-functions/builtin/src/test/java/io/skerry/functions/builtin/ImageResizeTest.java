package io.skerry.functions.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Fields;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.builtin.image.BoundingBox;
import io.skerry.functions.builtin.image.Drawn;
import io.skerry.functions.builtin.image.ImageFormat;
import io.skerry.functions.builtin.image.PixelCount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageResizeTest {

    private static final String ORIGINAL = "/originals/product%20one.jpg";

    private final FakeExchange exchange = new FakeExchange();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/avif,image/webp,*/* | image/webp",
                "image/webp;q=0.3 | image/webp",
                "image/webp;q=0, image/* | image/jpeg",
                "image/webp;q=0.0 | image/jpeg",
                "*/* | image/jpeg",
                "'' | image/jpeg",
                "text/html | image/jpeg",
            })
    void format_is_one_that_the_browser_takes(String accept, String type) throws Exception {
        original(Drawn.encoded(Drawn.quarters(400, 300), "jpeg"));

        EdgeResponse image = ask("80x60", accept);

        assertThat(image.status()).isEqualTo(200);
        assertThat(image.header("Content-Type")).hasValue(type);
        assertThat(exchange.fetched).containsExactly(ORIGINAL + " <= 1000000");
        assertThat(exchange.counted).containsExactly("resized");
    }

    @Test
    void image_is_as_fresh_as_its_original_and_has_its_own_entity_tag() throws Exception {
        byte[] bytes = Drawn.encoded(Drawn.quarters(400, 300), "jpeg");
        Fields fields = Fields.none()
                .plus("ETag", "\"v1\"")
                .plus("Cache-Control", "max-age=600")
                .plus("Age", "30")
                .plus("Set-Cookie", "a=b")
                .plus("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        exchange.pages.put(ORIGINAL, new Fetch.Fetched(200, fields, new Body.Whole(bytes)));

        EdgeResponse image = ask("80x60", "");
        String tag = image.header("ETag").orElseThrow();

        assertThat(image.fields().lines())
                .extracting(Fields.Line::name)
                .containsExactlyInAnyOrder("Content-Type", "ETag", "Cache-Control", "Age", "Last-Modified");
        assertThat(ask("80x60", "").header("ETag")).hasValue(tag);
        assertThat(ask("40x30", "").header("ETag").orElseThrow()).isNotEqualTo(tag);
        assertThat(ask("80x60", "image/webp").header("ETag").orElseThrow()).isNotEqualTo(tag);
        exchange.pages.put(ORIGINAL, new Fetch.Fetched(200, fields.with("ETag", "\"v2\""), new Body.Whole(bytes)));
        assertThat(ask("80x60", "").header("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void originals_without_strong_entity_tags_are_told_apart_by_their_bytes() throws Exception {
        Fields weak = Fields.none().plus("ETag", "W/\"same\"");
        original(weak, Drawn.encoded(Drawn.quarters(400, 300), "jpeg"));
        String one = ask("80x60", "").header("ETag").orElseThrow();
        original(weak, Drawn.encoded(Drawn.photograph(400, 300), "jpeg"));
        String other = ask("80x60", "").header("ETag").orElseThrow();

        assertThat(one).startsWith("\"").isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", "W/\"v1\""})
    void image_that_is_stored_is_confirmed_and_not_made_again(String tag) throws Exception {
        Fields fields = Fields.none().plus("ETag", tag).plus("Cache-Control", "max-age=600");
        original(fields, Drawn.encoded(Drawn.quarters(400, 300), "jpeg"));
        exchange.stored = ask("80x60", "").header("ETag").orElseThrow();

        EdgeResponse confirmed = ask("80x60", "");

        assertThat(confirmed.status()).isEqualTo(304);
        assertThat(confirmed.header("ETag")).hasValue(exchange.stored);
        assertThat(confirmed.header("Cache-Control")).hasValue("max-age=600");
        assertThat(ask("40x30", "").status()).isEqualTo(200);
        original(fields.with("ETag", "\"v2\""), Drawn.encoded(Drawn.photograph(400, 300), "jpeg"));
        assertThat(ask("80x60", "").status()).isEqualTo(200);
        assertThat(exchange.counted).containsExactly("resized", "unchanged", "resized", "resized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81x60", "080x60", "80X60", "80", "x", "80x60x1", "../etc"})
    void size_that_is_not_listed_is_not_found_and_costs_no_fetch(String size) throws Exception {
        assertThat(ask(size, "").status()).isEqualTo(404);
        assertThat(exchange.fetched).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404, 404", "410, 410", "403, 502", "500, 502", "301, 502", "206, 502", "204, 502"})
    void status_of_the_origin_that_is_not_about_the_image_is_a_bad_gateway(int status, int expected) throws Exception {
        exchange.pages.put(ORIGINAL, new Fetch.Fetched(status, Fields.none(), new Body.Whole(new byte[0])));

        EdgeResponse answer = ask("80x60", "");

        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void origin_that_cannot_be_reached_is_a_bad_gateway() throws Exception {
        exchange.pages.put(ORIGINAL, new Fetch.Failed("connect refused"));

        assertThat(ask("80x60", "").status()).isEqualTo(502);
    }

    @Test
    void bomb_is_refused_by_its_header() throws Exception {
        original(Drawn.claiming(Drawn.encoded(Drawn.quarters(64, 64), "jpeg"), 20_000, 14_000));

        assertRefused(ask("80x60", ""), 422);
    }

    @Test
    void original_that_is_too_long_is_refused() throws Exception {
        exchange.pages.put(ORIGINAL, new Fetch.TooLarge(1_000_000));

        assertRefused(ask("80x60", ""), 422);
    }

    @Test
    void original_of_an_unknown_format_is_refused() throws Exception {
        original("<svg/>".getBytes(StandardCharsets.UTF_8));

        assertRefused(ask("80x60", ""), 415);
    }

    @Test
    void broken_original_is_refused() throws Exception {
        byte[] whole = Drawn.encoded(Drawn.photograph(400, 300), "jpeg");
        original(Arrays.copyOf(whole, whole.length / 2));
        assertRefused(ask("80x60", ""), 422);

        original(Arrays.copyOf(whole, 4));
        assertRefused(ask("80x60", ""), 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "OPTIONS"})
    void request_that_asks_for_no_image_gets_none_and_costs_no_fetch(String method) {
        exchange.method = method;

        assertThat(outcome("80x60", "")).isEqualTo(Outcome.next());
        assertThat(exchange.fetched).isEmpty();
    }

    @Test
    void full_queue_asks_the_client_to_come_again() throws Exception {
        original(Drawn.encoded(Drawn.quarters(400, 300), "jpeg"));

        EdgeResponse busy = Outcomes.responseWhenFull(outcome("80x60", ""));

        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("Retry-After")).isPresent();
        assertThat(busy.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void every_client_learns_that_accept_decides() throws Exception {
        ImageResize function = function(List.of(ImageFormat.WEBP, ImageFormat.JPEG));

        assertThat(vary(function, EdgeResponse.of(200))).isEqualTo("Accept");
        assertThat(vary(function, EdgeResponse.of(200).with("Vary", "Accept-Encoding")))
                .isEqualTo("Accept-Encoding, Accept");
        assertThat(vary(function, EdgeResponse.of(200).with("Vary", "accept, Origin")))
                .isEqualTo("accept, Origin");
        assertThat(vary(function, EdgeResponse.of(200).with("Vary", "Origin, X-Accept")))
                .isEqualTo("Origin, X-Accept, Accept");
        assertThat(function(List.of(ImageFormat.JPEG)).onResponse(EdgeResponse.of(200), exchange))
                .isEqualTo(Outcome.next());
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> ImageFormat.parse("avif"))
                .hasMessage("avif cannot be written by this version, expected one of: jpeg, png, webp");
        assertThatThrownBy(() -> ImageFormat.parse("gif")).hasMessageContaining("unknown format \"gif\"");
        assertThatThrownBy(() -> BoundingBox.parse("800*600")).hasMessageContaining("expected a size such as");
        assertThatThrownBy(() -> BoundingBox.parse("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoundingBox.parse("99999x1")).hasMessageContaining("at most 16383");
        assertThatThrownBy(() -> PixelCount.parse("50")).hasMessageContaining("such as 50MP");
        assertThatThrownBy(() -> settings(List.of(), 80)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> settings(List.of(ImageFormat.JPEG), 101)).hasMessageContaining("1 to 100");
    }

    private static String vary(ImageResize function, EdgeResponse response) throws Exception {
        return Outcomes.response(function.onResponse(response, new FakeExchange()))
                .header("Vary")
                .orElseThrow();
    }

    private void assertRefused(EdgeResponse response, int status) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(exchange.counted).containsOnly("refused");
        assertThat(exchange.ttls).containsOnly(Duration.ofSeconds(60));
    }

    private void original(byte[] bytes) {
        original(Fields.none(), bytes);
    }

    private void original(Fields fields, byte[] bytes) {
        exchange.pages.put(ORIGINAL, new Fetch.Fetched(200, fields, new Body.Whole(bytes)));
    }

    private EdgeResponse ask(String size, String accept) throws Exception {
        return Outcomes.response(outcome(size, accept));
    }

    private Outcome outcome(String size, String accept) {
        ImageResize function = function(List.of(ImageFormat.WEBP, ImageFormat.JPEG));
        exchange.parameters.put("size", size);
        exchange.parameters.put("file", "product%20one.jpg");
        exchange.headers.put("Accept", accept);
        assertThat(function.onRequest(exchange, exchange)).isEqualTo(Outcome.next());
        // Only the dimension may be read from here on: Accept itself would make a variant of every browser.
        exchange.headers.clear();
        return function.onOriginRequest(exchange, exchange);
    }

    private ImageResize function(List<ImageFormat> formats) {
        exchange.settings = settings(formats, 80);
        ImageResize function = new ImageResize();
        function.start(exchange);
        assertThat(function.workLimit()).isEqualTo(7);
        assertThat(function.workDeadline()).isEqualTo(Duration.ofSeconds(9));
        return function;
    }

    private static ImageResize.Settings settings(List<ImageFormat> formats, int quality) {
        return new ImageResize.Settings(
                "/originals/{file}",
                List.of(BoundingBox.parse("80x60"), BoundingBox.parse("40x30")),
                formats,
                quality,
                new ImageResize.Limits(PixelCount.parse("50MP"), DataSize.parse("1MB"), 7, Duration.ofSeconds(9)));
    }
}
