package io.skerry.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeResponseTest {

    private static final EdgeResponse PAGE = EdgeResponse.of(200)
            .with("Content-Type", "text/html; charset=ISO-8859-1")
            .with("ETag", "\"v1\"")
            .with("Content-Length", "10")
            .with("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
            .with("Accept-Ranges", "bytes")
            .with("Cache-Control", "max-age=60");

    @Test
    void transformed_response_no_longer_describes_the_old_bytes() {
        EdgeResponse changed = transformed(PAGE, "a");

        assertThat(changed.fields().lines().stream().map(Fields.Line::name))
                .containsExactly("Content-Type", "Cache-Control", "ETag");
        assertThat(changed.body()).isInstanceOf(Body.Transformed.class);
    }

    @Test
    void derived_entity_tag_changes_with_the_source_and_with_the_version() {
        String tag = transformed(PAGE, "a").header("ETag").orElseThrow();

        assertThat(tag).matches("\"[0-9a-f]{24}\"").isNotEqualTo("\"v1\"");
        assertThat(transformed(PAGE, "a").header("ETag")).hasValue(tag);
        assertThat(transformed(PAGE, "b").header("ETag").orElseThrow()).isNotEqualTo(tag);
        assertThat(transformed(PAGE.with("ETag", "\"v2\""), "a").header("ETag").orElseThrow())
                .isNotEqualTo(tag);
    }

    @Test
    void weak_entity_tag_stays_weak_and_none_stays_none() {
        assertThat(transformed(PAGE.with("ETag", "W/\"v1\""), "a")
                        .header("ETag")
                        .orElseThrow())
                .startsWith("W/\"");
        assertThat(transformed(PAGE.without("etag"), "a").header("ETag")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, true",
        "TEXT/HTML; charset=utf-8, true",
        "application/json, true",
        "application/xhtml+xml, true",
        "application/rss+xml; charset=utf-8, true",
        "application/vnd.api+json, true",
        "image/png, false",
        "application/octet-stream, false",
    })
    void text_is_known_by_its_media_type(String type, boolean text) {
        assertThat(EdgeResponse.of(200).with("Content-Type", type).isText()).isEqualTo(text);
    }

    @Test
    void charset_is_the_named_one_or_utf_8() {
        assertThat(PAGE.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(charsetOf("text/html; Charset=\"utf-16\"")).isEqualTo(StandardCharsets.UTF_16);
        assertThat(charsetOf("text/html")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(charsetOf("text/html; charset=klingon")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(charsetOf("text/html; charset=?!")).isEqualTo(StandardCharsets.UTF_8);
    }

    @Test
    void coded_content_is_known() {
        assertThat(PAGE.isCoded()).isFalse();
        assertThat(PAGE.with("Content-Encoding", "identity").isCoded()).isFalse();
        assertThat(PAGE.with("Content-Encoding", "br").isCoded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\nb", "a\0b", "a\u007fb"})
    void field_value_that_would_end_the_line_is_refused(String value) {
        assertThatThrownBy(() -> PAGE.with("X-Name", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Name", "X:Name", "X\nName", "Ü"})
    void field_name_that_is_no_token_is_refused(String name) {
        assertThatThrownBy(() -> PAGE.with(name, "value")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "20MB, 20000000", "64KiB, 65536", "1.5GB, 1500000000", "2 TB, 2000000000000"})
    void size_is_read_in_decimal_and_binary_units(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "MB", "-1MB", "20 mb", "1.0000001KB", "0.5B", "twenty MB"})
    void anything_else_is_no_size(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a ");
    }

    @Test
    void source_is_a_url_or_a_file() {
        var every = java.time.Duration.ofMinutes(1);

        assertThat(new Source("https://example.com/a.json", null, every).location())
                .isEqualTo("https://example.com/a.json");
        assertThat(new Source(null, "a.json", every).location()).isEqualTo("a.json");
        assertThatThrownBy(() -> new Source(null, null, every)).hasMessageContaining("either url or file");
        assertThatThrownBy(() -> new Source("ftp://example.com", null, every)).hasMessageContaining("http://");
        assertThatThrownBy(() -> new Source(null, "a", java.time.Duration.ZERO)).hasMessageContaining("1s");
    }

    private static EdgeResponse transformed(EdgeResponse response, String version) {
        return response.transformed(TextRewrite.between("{{", "}}", StandardCharsets.UTF_8, Optional::of), version);
    }

    private static Charset charsetOf(String type) {
        return EdgeResponse.of(200).with("Content-Type", type).charset();
    }
}
