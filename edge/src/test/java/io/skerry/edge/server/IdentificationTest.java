package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.address.AddressRanges;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a request came from, by the word of proxies that are believed. */
class IdentificationTest {

    private static final AddressRanges PROXIES = AddressRanges.of(List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"));

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
