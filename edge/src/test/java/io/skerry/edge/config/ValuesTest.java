package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.config.model.AbsolutePath;
import io.skerry.edge.config.model.Address;
import io.skerry.edge.config.model.Cidr;
import io.skerry.edge.config.model.OriginUrl;
import io.skerry.edge.config.model.Percentage;
import io.skerry.edge.config.model.StatusPattern;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.129, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::1, false",
    })
    void range_contains_addresses_with_its_prefix(String range, String address, boolean contains) {
        assertThat(Cidr.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "example.com",
                "",
                "::/129",
                "10",
                "10/32",
                "10.1",
                "10.0.0.0/\uff18",
                "\uff11\uff10.0.0.0/8",
                "fe80::1%1",
            })
    void text_that_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example, http://a.example, a.example, 80",
        "https://a.example/, https://a.example, a.example, 443",
        "https://a.example:443, https://a.example, a.example, 443",
        "http://[::1]:9000, http://[::1]:9000, [::1]:9000, 9000",
        "http://shop_web_1:9000, http://shop_web_1:9000, shop_web_1:9000, 9000",
        "http://shop_web/, http://shop_web, shop_web, 80",
    })
    void origin_has_the_port_of_its_scheme_unless_it_names_one(String text, String url, String authority, int port) {
        OriginUrl origin = OriginUrl.parse(text);

        assertThat(origin).hasToString(url);
        assertThat(origin.authority()).isEqualTo(authority);
        assertThat(origin.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "http://",
                "http:///x",
                "http://a:0",
                "http://a:70000",
                "http://a_b:70000",
                "http://a_b/path",
                "http://u@a_b",
                "http://a?x",
                "http://a#x",
                "HTTP//a",
                "http://a b"
            })
    void text_that_is_no_origin_is_refused(String text) {
        assertThatThrownBy(() -> OriginUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9090, 127.0.0.1, 9090", "[::1]:0, ::1, 0", "localhost:80, localhost, 80"})
    void address_has_a_host_and_a_port(String text, String host, int port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9090", ":9090", "a:", "::1:80", "a:65536", "a:-1", "a:+1", "a:\uff18\uff10"})
    void text_that_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void path_of_a_rewrite_has_the_form_in_which_request_paths_arrive() {
        assertThat(new AbsolutePath("/caf%c3%a9/%7Eme/").text()).isEqualTo("/caf%C3%A9/~me");
    }

    @Test
    void percentage_is_a_share_of_one() {
        assertThat(Percentage.parse("12.5%")).isEqualTo(new Percentage(0.125));
        assertThatThrownBy(() -> Percentage.parse("101%")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void class_of_statuses_means_all_of_them() {
        assertThat(StatusPattern.parse("5xx")).isEqualTo(new StatusPattern(500, 599));
        assertThat(StatusPattern.parse("404")).isEqualTo(new StatusPattern(404, 404));
        assertThatThrownBy(() -> StatusPattern.parse("\uff14xx")).isInstanceOf(IllegalArgumentException.class);
    }
}
