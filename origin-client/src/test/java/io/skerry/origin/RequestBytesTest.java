package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to origins, and what is not. */
class RequestBytesTest {

    @Test
    void a_head_is_the_request_line_host_the_fields_in_order_and_an_empty_line() {
        String long600 = "v".repeat(600);

        assertThat(written("/a?b=1", Headers.of("Accept", "*/*", "X-Long", long600, "Cookie", "a=\tä"), null))
                .isEqualTo("GET /a?b=1 HTTP/1.1\r\nHost: shop.example\r\nAccept: */*\r\nX-Long: " + long600
                        + "\r\nCookie: a=\tä\r\n\r\n");
    }

    @Test
    void an_upgrade_is_asked_for_behind_the_fields() {
        assertThat(written("/", Headers.of("Upgrade", "h2c"), "websocket"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    @Test
    void a_character_beyond_latin_1_becomes_none_that_could_end_a_line() {
        // U+010D and U+010A have the low halves of CR and LF.
        assertThat(written("/", Headers.of("A", "x\u010d\u010aB: c"), null)).contains("\r\nA: x??B: c\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nB: c", "a\nb", "a\rb", "a\0b", "a\u007fb", "a\u000bb"})
    void a_value_that_could_end_its_line_is_refused(String value) {
        assertThatThrownBy(() -> written("/", Headers.of("A", value), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A:", "A\r\n", "Ä", "A\u010a"})
    void a_name_that_is_no_token_is_refused(String name) {
        assertThatThrownBy(() -> written("/", Headers.of(name, "v"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a\r\nHost: x", "/a\tb", "/a\u0120b", "/\0"})
    void a_target_that_could_end_its_line_is_refused(String path) {
        assertThatThrownBy(() -> written(path, Headers.empty(), null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(String pathAndQuery, Headers fields, @Nullable String upgrade) {
        int query = pathAndQuery.indexOf('?');
        TargetUri target = query < 0
                ? new TargetUri("http", "shop.example", pathAndQuery, "")
                : new TargetUri(
                        "http", "shop.example", pathAndQuery.substring(0, query), pathAndQuery.substring(query + 1));
        byte[] head = RequestBytes.head(
                new RequestHead(Method.GET, target, fields), new RequestBody.None(), "shop.example", upgrade);
        return new String(head, StandardCharsets.ISO_8859_1);
    }
}
