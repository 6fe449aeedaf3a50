package io.skerry.edge.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

    @ParameterizedTest
    @CsvSource({
        "Shop.Example.COM, shop.example.com",
        "*.example.com, *.example.com",
        "*, *",
        "b\u00fccher.example, xn--bcher-kva.example",
        "127.0.0.1, 127.0.0.1",
        "[::1], [::1]",
        "localhost, localhost",
    })
    void host_is_read_in_lower_case_ascii(String text, String host) {
        assertThat(HostPattern.parse(text)).hasToString(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "https://a",
                "a:80",
                "a/b",
                "*a.example",
                "a.*.example",
                "*.",
                ".a",
                "a..b",
                "*.*",
                "[::1]:80"
            })
    void text_that_is_no_host_is_refused(String text) {
        assertThatThrownBy(() -> HostPattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
