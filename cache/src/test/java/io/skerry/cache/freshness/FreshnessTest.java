package io.skerry.cache.freshness;

import static io.skerry.cache.Sample.T0;
import static io.skerry.cache.Sample.after;
import static io.skerry.cache.Sample.date;
import static io.skerry.cache.Sample.response;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.StaleAllowance.Allowed;
import io.skerry.cache.freshness.StaleAllowance.Forbidden;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.StatusTtl;
import io.skerry.cache.policy.TtlRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    private static final CachePolicy STANDARD = CachePolicy.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=3600|||3600|MAX_AGE",
                "max-age=1, s-maxage=3600|||3600|S_MAXAGE",
                "s-maxage=1, max-age=3600|||1|S_MAXAGE",
                "max-age=3600||-7200|3600|MAX_AGE",
                "max-age=0||3600|0|MAX_AGE",
                "||3600|3600|EXPIRES",
                "||0|0|EXPIRES",
                "||-10|0|EXPIRES",
                "max-age=1|max-age=3600||3600|TARGETED",
                "no-store|max-age=5, s-maxage=7|3600|7|TARGETED",
                "max-age=3600|public|3600|0|NONE",
                "max-age=60|&&&||60|MAX_AGE",
                "|||0|NONE"
            })
    @Spec("9111 4.2.1")
    void the_first_source_that_speaks_decides(
            String cacheControl, String targeted, Long expires, long seconds, LifetimeSource source) {
        Headers.Builder headers = Headers.builder().add("Date", date(0));
        if (cacheControl != null) {
            headers.add("Cache-Control", cacheControl);
        }
        if (targeted != null) {
            headers.add("CDN-Cache-Control", targeted);
        }
        if (expires != null) {
            headers.add("Expires", date(expires));
        }
        assertThat(lifetime(new ResponseHead(200, headers.build()), STANDARD))
                .isEqualTo(new FreshnessLifetime(Duration.ofSeconds(seconds), source));
    }

    @Test
    @Spec("9111 5.3")
    void an_invalid_or_repeated_expires_is_in_the_past_and_an_invalid_date_is_replaced_by_the_reception() {
        assertThat(lifetime(response(200, "Expires", "0"), STANDARD))
                .isEqualTo(new FreshnessLifetime(Duration.ZERO, LifetimeSource.EXPIRES));
        assertThat(lifetime(response(200, "Expires", date(9), "Expires", date(9)), STANDARD))
                .isEqualTo(new FreshnessLifetime(Duration.ZERO, LifetimeSource.EXPIRES));
        assertThat(lifetime(new ResponseHead(200, Headers.of("Date", "foo", "Expires", date(10))), STANDARD))
                .isEqualTo(new FreshnessLifetime(Duration.ofSeconds(10), LifetimeSource.EXPIRES));
    }

    @ParameterizedTest
    @CsvSource({
        "200,'',1000,100,HEURISTIC",
        "200,'',86400000,86400,HEURISTIC",
        "200,'',-10,0,NONE",
        "203,'',1000,100,HEURISTIC",
        "204,'',1000,100,HEURISTIC",
        "301,'',1000,100,HEURISTIC",
        "201,'',1000,0,NONE",
        "302,'',1000,0,NONE",
        "302,public,1000,100,HEURISTIC",
        "404,'',1000,0,NONE",
        "404,public,1000,0,NONE",
        "200,max-age=5,1000,5,MAX_AGE"
    })
    @Spec("9111 4.2.2")
    void a_tenth_of_the_time_since_the_modification_stands_in_where_that_is_allowed(
            int status, String cacheControl, long modifiedAgo, long seconds, LifetimeSource source) {
        ResponseHead head = response(status, "Cache-Control", cacheControl, "Last-Modified", date(-modifiedAgo));
        assertThat(lifetime(head, STANDARD)).isEqualTo(new FreshnessLifetime(Duration.ofSeconds(seconds), source));
    }

    @ParameterizedTest
    @CsvSource({"404,true", "405,true", "410,true", "414,true", "501,true", "403,false", "502,false", "599,false"})
    @Spec("9111 4.2.2")
    void errors_are_heuristically_fresh_only_where_policy_and_rfc_allow_it(int status, boolean fresh) {
        CachePolicy policy = CachePolicy.named("rfc")
                .trait(CachePolicy.Trait.HEURISTIC_ERRORS)
                .build();
        assertThat(lifetime(response(status, "Last-Modified", date(-1000)), policy)
                        .positive())
                .isEqualTo(fresh);
    }

    @ParameterizedTest
    @CsvSource({
        "200,max-age=5,100,POLICY_TTL",
        "200,no-cache,100,POLICY_TTL",
        "302,max-age=5,5,MAX_AGE",
        "500,max-age=5,5,MAX_AGE",
        "500,'',0,NONE",
        "404,max-age=5,30,POLICY_STATUS",
        "503,'',7,POLICY_STATUS"
    })
    void a_ttl_replaces_the_origins_freshness_but_makes_no_error_fresh(
            int status, String cacheControl, long seconds, LifetimeSource source) {
        CachePolicy policy = CachePolicy.named("p")
                .ttl(TtlRule.always(Duration.ofSeconds(100))
                        .withStatuses(List.of(
                                new StatusTtl(new StatusTtl.Statuses.Code(404), Duration.ofSeconds(30)),
                                new StatusTtl(new StatusTtl.Statuses.Code(503), Duration.ofSeconds(7)))))
                .build();
        assertThat(lifetime(response(status, "Cache-Control", cacheControl), policy))
                .isEqualTo(new FreshnessLifetime(Duration.ofSeconds(seconds), source));
    }

    @ParameterizedTest
    @CsvSource({
        "200,'',20,POLICY_DEFAULT",
        "200,max-age=15,15,MAX_AGE",
        "200,max-age=5,10,POLICY_MIN",
        "200,max-age=999,60,POLICY_MAX",
        "404,max-age=5,5,MAX_AGE",
        "404,max-age=999,60,POLICY_MAX",
        "404,'',0,NONE"
    })
    void default_min_and_max_bound_what_the_origin_says(
            int status, String cacheControl, long seconds, LifetimeSource source) {
        TtlRule rule = new TtlRule(Optional.empty(), seconds(20), seconds(10), seconds(60), List.of());
        CachePolicy policy = CachePolicy.named("p").ttl(rule).build();
        assertThat(lifetime(response(status, "Cache-Control", cacheControl), policy))
                .isEqualTo(new FreshnessLifetime(Duration.ofSeconds(seconds), source));
    }

    @ParameterizedTest
    @CsvSource({
        "abc,0",
        "-7200,0",
        "7200.0,0",
        "'',0",
        "'7200, 0',7200",
        "'0, 7200',0",
        "2147483649,2147483648",
        "7200;a=b,0"
    })
    @Spec("9111 5.1")
    void the_first_age_counts_and_an_invalid_one_is_ignored(String age, long seconds) {
        assertThat(AgeCalculator.ageValue(Headers.of("Age", age, "Age", "99"))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    @Spec("9111 4.2.3")
    void the_age_is_the_greater_of_apparent_and_corrected_age_plus_the_time_here() {
        Headers headers = Headers.of("Date", date(-30), "Age", "20");
        assertThat(AgeCalculator.correctedInitialAge(headers, after(-4), T0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(AgeCalculator.correctedInitialAge(headers, after(-14), T0)).isEqualTo(Duration.ofSeconds(34));
        assertThat(AgeCalculator.apparentAge(after(30), T0)).isEqualTo(Duration.ZERO);
        assertThat(AgeCalculator.apparentAge(T0, T0.plusMillis(999))).isEqualTo(Duration.ZERO);
        assertThat(AgeCalculator.currentAge(Duration.ofSeconds(30), AgeCalculator.residentTime(T0, after(5))))
                .isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    @Spec("9111 4.2")
    void a_response_is_fresh_until_its_age_reaches_its_lifetime() {
        StoredFreshness freshness = StoredFreshness.of(stored("Cache-Control", "max-age=60", "Age", "10"), STANDARD);
        assertThat(freshness.freshAt(after(49))).isTrue();
        assertThat(freshness.freshAt(after(50))).isFalse();
        assertThat(freshness.ageSeconds(after(49))).isEqualTo(59);
        assertThat(freshness.ttlSeconds(after(49))).isEqualTo(1);
        assertThat(freshness.ttlSeconds(after(51))).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=10',IF_ERROR,3609,''",
        "'max-age=10',IF_ERROR,3610,WINDOW_OVER",
        "'max-age=10',WHILE_REVALIDATE,11,NO_WINDOW",
        "'max-age=10, stale-while-revalidate=5',WHILE_REVALIDATE,14,''",
        "'max-age=10, stale-while-revalidate=5',WHILE_REVALIDATE,15,WINDOW_OVER",
        "'max-age=10, stale-while-revalidate=x',WHILE_REVALIDATE,11,NO_WINDOW",
        "'max-age=10, stale-if-error=0',IF_ERROR,11,NO_WINDOW",
        "'max-age=10, stale-if-error',IF_ERROR,3609,''",
        "'max-age=10, stale-if-error=7200',IF_ERROR,7209,''",
        "'max-age=10, stale-if-error=60, must-revalidate',IF_ERROR,11,MUST_REVALIDATE",
        "'max-age=10, stale-if-error=60, proxy-revalidate',IF_ERROR,11,PROXY_REVALIDATE",
        "'s-maxage=10, stale-if-error=60',IF_ERROR,11,S_MAXAGE",
        // The clock was set back by an hour since it came.
        "'max-age=10',IF_ERROR,-3600,WINDOW_OVER",
        "'max-age=10, stale-while-revalidate=5',WHILE_REVALIDATE,-3600,WINDOW_OVER",
        "'max-age=10, no-cache',IF_ERROR,11,NO_CACHE",
        "'max-age=10, no-cache=\"a\"',IF_ERROR,11,''"
    })
    @Spec("9111 4.2.4")
    void prohibitions_come_before_stale_windows(String cacheControl, StaleReason use, long now, String prohibition) {
        assertThat(allowance(cacheControl, use, PurgeVerdict.NOT, now)).isEqualTo(expected(use, prohibition));
    }

    @ParameterizedTest
    @CsvSource({
        "'',IF_ERROR,NO_WINDOW",
        "'',MAX_STALE,NO_WINDOW",
        "'max-age=0',IF_ERROR,NO_WINDOW",
        "'max-age=0, stale-if-error=60',IF_ERROR,''",
        "'public',IF_ERROR,''",
        "'public, max-age=0',MAX_STALE,''"
    })
    @Spec("9111 4.2.4")
    void what_was_never_fresh_is_served_stale_only_if_it_says_that_it_is_for_anybody(
            String cacheControl, StaleReason use, String prohibition) {
        assertThat(allowance(cacheControl, use, PurgeVerdict.NOT, 1)).isEqualTo(expected(use, prohibition));
    }

    @Test
    void what_was_never_fresh_is_served_stale_where_the_policy_grants_freshness() {
        CachePolicy granting = CachePolicy.named("granting")
                .ttl(TtlRule.always(Duration.ZERO))
                .staleWhileRevalidate(Duration.ofSeconds(60))
                .build();
        StoredFreshness freshness = StoredFreshness.of(stored("ETag", "\"1\""), granting);
        assertThat(StaleAllowance.whileRevalidate(freshness, PurgeVerdict.NOT, after(1)))
                .isEqualTo(new Allowed(StaleReason.WHILE_REVALIDATE));
    }

    @ParameterizedTest
    @CsvSource({
        // Fresh until 100, window 50: a purge at 20 ends it at 70, a purge after the end changes nothing.
        "20,69,''",
        "20,70,WINDOW_OVER",
        "120,149,''",
        "120,150,WINDOW_OVER"
    })
    @Spec("5861 3")
    void after_a_soft_purge_the_window_counts_from_the_purge_and_never_ends_later(
            long purged, long now, String prohibition) {
        PurgeVerdict soft = new PurgeVerdict.Soft(after(purged));
        assertThat(allowance("max-age=100, stale-while-revalidate=50", StaleReason.WHILE_REVALIDATE, soft, now))
                .isEqualTo(expected(StaleReason.WHILE_REVALIDATE, prohibition));
    }

    @Test
    @Spec("9111 4.4")
    void what_is_invalidated_or_purged_is_never_served_stale() {
        assertThat(allowance("max-age=1", StaleReason.IF_ERROR, new PurgeVerdict.Invalidated(), 2))
                .isEqualTo(new Forbidden(StaleProhibition.INVALIDATED));
        assertThat(allowance("max-age=1", StaleReason.IF_ERROR, new PurgeVerdict.Hard(), 2))
                .isEqualTo(new Forbidden(StaleProhibition.PURGED));
    }

    @Test
    @Spec("9111 5.2.2.10")
    void s_maxage_forbids_nothing_stale_where_the_policy_says_so() {
        CachePolicy policy = CachePolicy.named("pages")
                .trait(CachePolicy.Trait.STALE_AFTER_S_MAXAGE)
                .build();
        StaleAllowance asked = StaleAllowance.whileRevalidate(
                StoredFreshness.of(stored("Cache-Control", "s-maxage=3, stale-while-revalidate=31535997"), policy),
                new PurgeVerdict.Not(),
                after(4));
        StaleAllowance forbidden = StaleAllowance.whileRevalidate(
                StoredFreshness.of(
                        stored("Cache-Control", "s-maxage=3, proxy-revalidate, stale-while-revalidate=60"), policy),
                new PurgeVerdict.Not(),
                after(4));
        assertThat(asked).isEqualTo(new Allowed(StaleReason.WHILE_REVALIDATE));
        assertThat(forbidden).isEqualTo(new Forbidden(StaleProhibition.PROXY_REVALIDATE));
    }

    @Test
    void freshness_is_known_to_belong_to_one_head_under_one_policy() {
        StoredFreshness freshness = StoredFreshness.of(stored("Cache-Control", "max-age=1"), STANDARD);
        assertThat(freshness.isOf(freshness.head(), STANDARD)).isTrue();
        assertThat(freshness.isOf(
                        freshness.head(), CachePolicy.named("standard").build()))
                .isFalse();
    }

    private static StaleAllowance allowance(String cacheControl, StaleReason use, PurgeVerdict verdict, long now) {
        StoredFreshness freshness = StoredFreshness.of(stored("Cache-Control", cacheControl), STANDARD);
        return switch (use) {
            case IF_ERROR -> StaleAllowance.onError(freshness, verdict, after(now));
            case WHILE_REVALIDATE -> StaleAllowance.whileRevalidate(freshness, verdict, after(now));
            case MAX_STALE -> StaleAllowance.forClient(freshness, Duration.ofDays(1), verdict, after(now));
        };
    }

    private static StaleAllowance expected(StaleReason use, String prohibition) {
        return prohibition.isEmpty() ? new Allowed(use) : new Forbidden(StaleProhibition.valueOf(prohibition));
    }

    private static FreshnessLifetime lifetime(ResponseHead head, CachePolicy policy) {
        return FreshnessLifetime.of(
                head, ResponseDirectives.of(head.headers(), policy.targetList()), policy, T0, Validators.NONE);
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
