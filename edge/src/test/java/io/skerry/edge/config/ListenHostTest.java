package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.config.model.ListenHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenHostTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "::1", "fe80::1", "::ffff:127.0.0.1", "localhost"})
    void interface_is_an_address_or_a_name(String text) {
        assertThat(new ListenHost(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:8080", "localhost:8080", "[::1]"})
    void address_with_a_port_is_no_interface(String text) {
        assertThatThrownBy(() -> new ListenHost(text)).hasMessageContaining("without a port");
    }
}
