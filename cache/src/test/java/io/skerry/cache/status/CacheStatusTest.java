package io.skerry.cache.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.status.CacheStatus.Collapse;
import io.skerry.cache.status.CacheStatus.Forwarded;
import io.skerry.cache.status.CacheStatus.Hit;
import io.skerry.cache.status.CacheStatus.Storage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Spec("9211 2")
class CacheStatusTest {

    @Test
    void a_hit_shows_its_remaining_freshness() {
        assertThat(CacheStatus.hit(57)).isEqualTo("Skerry; hit; ttl=57");
        assertThat(new Hit(-3, Optional.of("stale-while-revalidate"), Optional.empty()).value())
                .isEqualTo("Skerry; hit; ttl=-3; detail=stale-while-revalidate");
    }

    @Test
    void a_forward_shows_reason_status_and_what_became_of_it() {
        assertThat(Forwarded.because(ForwardReason.URI_MISS)
                        .withStatus(200)
                        .withTtl(60)
                        .withStorage(Storage.STORED)
                        .withCollapse(Collapse.COLLAPSED)
                        .value())
                .isEqualTo("Skerry; fwd=uri-miss; fwd-status=200; ttl=60; stored; collapsed");
        assertThat(Forwarded.because(ForwardReason.METHOD).value()).isEqualTo("Skerry; fwd=method");
    }

    @Test
    void a_key_is_a_string_and_a_detail_a_token_where_it_can_be() {
        assertThat(Forwarded.because(ForwardReason.STALE)
                        .withKey("shop \"x\"\\\r\n\u00e9")
                        .withDetail("5 times")
                        .value())
                .isEqualTo("Skerry; fwd=stale; key=\"shop \\\"x\\\"\\\\???\"; detail=\"5 times\"");
    }
}
