package io.skerry.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.key.CacheKeyPolicy;
import io.skerry.cache.message.Headers;
import io.skerry.cache.policy.StatusTtl.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {

    @Test
    void standard_honours_the_origin_and_departs_from_the_rfcs_only_where_it_says_so() {
        assertThat(CachePolicy.standard().grantsFreshness()).isFalse();
        assertThat(CachePolicy.standard().deviations())
                .containsExactlyInAnyOrder(
                        SpecDeviation.CLIENT_DIRECTIVES_IGNORED,
                        SpecDeviation.ERRORS_NEED_FRESHNESS,
                        SpecDeviation.SET_COOKIE_STRIPPED,
                        SpecDeviation.WEAK_TAG_FRESHENED,
                        SpecDeviation.STALE_ON_ERROR_UNASKED);
    }

    @Test
    void stale_responses_beside_s_maxage_are_a_departure_that_is_named() {
        CachePolicy policy = CachePolicy.named("pages")
                .trait(CachePolicy.Trait.STALE_AFTER_S_MAXAGE)
                .build();
        assertThat(policy.deviations()).contains(SpecDeviation.STALE_AFTER_S_MAXAGE);
    }

    @Test
    void every_deviation_can_be_switched_off() {
        CachePolicy strict = CachePolicy.named("rfc")
                .setCookie(SetCookieMode.STORE)
                .staleIfError(Duration.ZERO)
                .trait(CachePolicy.Trait.CLIENT_REVALIDATE)
                .trait(CachePolicy.Trait.HEURISTIC_ERRORS)
                .trait(CachePolicy.Trait.STRICT_TAGS)
                .build();
        assertThat(strict.deviations()).isEmpty();
    }

    @Test
    void a_status_code_goes_before_its_class() {
        TtlRule rule = TtlRule.none()
                .withStatuses(List.of(
                        new StatusTtl(new Statuses.Range(4), Duration.ofSeconds(5)),
                        new StatusTtl(new Statuses.Code(404), Duration.ofSeconds(30))));
        assertThat(rule.forStatus(404)).contains(Duration.ofSeconds(30));
        assertThat(rule.forStatus(410)).contains(Duration.ofSeconds(5));
        assertThat(rule.forStatus(200)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "200", "599"})
    void statuses_are_codes(String text) {
        assertThat(Statuses.parse(text)).contains(new Statuses.Code(Integer.parseInt(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "99", "600", "1xx", "xxx", "4x4", "40a", "5xxx"})
    void anything_else_is_no_status(String text) {
        assertThat(Statuses.parse(text)).isEmpty();
    }

    @Test
    void statuses_are_classes() {
        assertThat(Statuses.parse("5xx")).contains(new Statuses.Range(5));
    }

    @Test
    void bounds_that_exclude_each_other_are_refused() {
        Optional<Duration> none = Optional.empty();
        assertThatThrownBy(() -> new TtlRule(
                        none, none, Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(1)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void where_a_policy_grants_freshness_only_keyed_cookies_are_forwarded() {
        Headers client = Headers.of("Cookie", "currency=EUR; session=1");
        CachePolicy granting = CachePolicy.named("pages")
                .ttl(TtlRule.always(Duration.ofSeconds(60)))
                .key(CacheKeyPolicy.standard().withCookies(List.of("currency")))
                .build();
        assertThat(granting.forwardable(client)).isEqualTo(Headers.of("Cookie", "currency=EUR"));
        assertThat(CachePolicy.standard().forwardable(client)).isSameAs(client);
    }

    @Test
    void field_that_an_origin_may_take_for_a_keyed_one_is_not_forwarded() {
        CachePolicy keyed = CachePolicy.named("pages")
                .key(CacheKeyPolicy.standard().withHeaders(List.of("X-Device", "x_tier")))
                .build();
        Headers client = Headers.of(
                "X-Device", "phone", "X_Device", "desk", "X_Tier", "1", "X-Tier", "2", "X_Other", "3", "X-Other", "4");

        assertThat(keyed.forwardable(client))
                .isEqualTo(Headers.of("X-Device", "phone", "X_Tier", "1", "X_Other", "3", "X-Other", "4"));
    }
}
