package io.skerry.cache.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    private static final AddressRanges RANGES = AddressRanges.of(List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"));

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
    void an_address_belongs_to_its_network_alone(String address, boolean inside) {
        assertThat(RANGES.contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/9, 10.127.1.1, true", "10.0.0.0/9, 10.128.1.1, false", "0.0.0.0/0, 203.0.113.9, true"})
    void a_prefix_counts_in_bits(String network, String address, boolean inside) {
        assertThat(AddressRanges.of(List.of(network)).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "2001:db8::/129"})
    void what_is_no_network_is_named(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRanges.of(List.of(text)))
                .withMessageContaining(text);
    }

    @Test
    void those_of_the_same_texts_are_equal() {
        AddressRanges same = AddressRanges.of(List.of("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"));

        assertThat(same).isEqualTo(RANGES).hasSameHashCodeAs(RANGES).isNotEqualTo(AddressRanges.NONE);
    }
}
