package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.skerry.origin.ClientIdentity;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"));

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "11.1.2.3, false",
        "192.0.2.7, true",
        "192.0.2.8, false",
        "2001:db8:1::5, true",
        "2001:db9::5, false",
        "::ffff:10.1.2.3, true",
        "localhost, false",
        "10.1.2, false",
        "'', false",
        "10.0.0.1.evil.example, false"
    })
    void an_address_is_trusted_by_its_network_alone(String address, boolean trusted) {
        assertThat(PROXIES.contains(address)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/9, 10.127.1.1, true", "10.0.0.0/9, 10.128.1.1, false", "0.0.0.0/0, 203.0.113.9, true"})
    void a_prefix_counts_in_bits(String network, String address, boolean trusted) {
        assertThat(TrustedProxies.of(List.of(network)).contains(address)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "2001:db8::/129"})
    void what_is_no_network_is_named(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(text)))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7, 10.0.0.2 | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
                "10.0.0.1 | [2001:db9::1]:4711 | 2001:db9::1",
                "10.0.0.1 | nonsense, 10.0.0.2 | 10.0.0.2",
                "10.0.0.1 | nonsense | 10.0.0.1",
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9"
            })
    void the_client_is_the_last_address_no_trusted_proxy_vouches_for(String peer, String forwarded, String client) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", forwarded);

        assertThat(identity(peer, fields).client()).isEqualTo(client);
    }

    @Test
    void the_request_id_of_a_trusted_proxy_is_kept_if_it_is_safe_to_write() {
        MultiMap plain = MultiMap.caseInsensitiveMultiMap().add("X-Request-Id", "abc-123");
        MultiMap odd = MultiMap.caseInsensitiveMultiMap().add("X-Request-Id", "abc\" evil");

        assertThat(identity("10.0.0.1", plain).requestId()).isEqualTo("abc-123");
        assertThat(identity("10.0.0.1", odd).requestId()).isEqualTo("made");
        assertThat(identity("203.0.113.9", plain).requestId()).isEqualTo("made");
    }

    private static ClientIdentity identity(String peer, MultiMap fields) {
        return Identification.of(
                new Identification.Seen(peer, "http", "shop.example", "1.1"), fields, PROXIES, () -> "made");
    }
}
