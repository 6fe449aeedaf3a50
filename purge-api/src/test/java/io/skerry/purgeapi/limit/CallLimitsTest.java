package io.skerry.purgeapi.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallLimitsTest {

    private final CallLimits limits = new CallLimits(new Allowance(1, 1), new Allowance(1, 2), () -> 0);

    @Test
    void addresses_of_one_ipv6_network_are_one_stranger() {
        assertThat(limits.ofStranger("2001:db8:0:1::1").granted()).isTrue();
        assertThat(limits.ofStranger("2001:db8:0:1:ffff::2").granted()).isTrue();
        assertThat(limits.ofStranger("2001:db8:0:1::3").granted()).isFalse();

        assertThat(limits.ofStranger("2001:db8:0:2::1").granted()).isTrue();
    }

    @Test
    void addresses_of_ipv4_and_what_is_no_address_are_strangers_each() {
        for (String address : new String[] {"192.0.2.1", "192.0.2.2", "null"}) {
            assertThat(limits.ofStranger(address).granted()).isTrue();
            assertThat(limits.ofStranger(address).granted()).isTrue();
            assertThat(limits.ofStranger(address).granted()).isFalse();
        }
    }
}
