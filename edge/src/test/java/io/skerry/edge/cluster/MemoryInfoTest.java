package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryInfoTest {

    @Test
    void keys_that_never_end_are_evicted_by_policies_for_all_keys_where_memory_has_a_limit() {
        assertThat(policy("20971520", "allkeys-lru")).isEqualTo("allkeys-lru");
        assertThat(policy("20971520", "allkeys-random")).isEqualTo("allkeys-random");
        assertThat(policy("0", "allkeys-lru")).isEmpty();
        assertThat(policy("20971520", "volatile-lru")).isEmpty();
        assertThat(policy("20971520", "noeviction")).isEmpty();
        assertThat(MemoryInfo.evictionPolicy("")).isEmpty();
    }

    private static String policy(String limit, String policy) {
        return MemoryInfo.evictionPolicy("# Memory\r\nused_memory:1\r\nmaxmemory:" + limit
                + "\r\nmaxmemory_human:20.00M\r\nmaxmemory_policy:" + policy + "\r\n");
    }
}
