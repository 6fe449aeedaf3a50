package io.skerry.cache.reuse;

import static io.skerry.cache.Sample.HEEDING;
import static io.skerry.cache.Sample.T0;
import static io.skerry.cache.Sample.after;
import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.request;
import static io.skerry.cache.Sample.selected;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.LifetimeSource;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.message.Method;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.reuse.ReuseDecision.Fetch;
import io.skerry.cache.reuse.ReuseDecision.Pass;
import io.skerry.cache.reuse.ReuseDecision.ServeFresh;
import io.skerry.cache.reuse.ReuseDecision.ServeStale;
import io.skerry.cache.reuse.ReuseDecision.Unsatisfiable;
import io.skerry.cache.reuse.ReuseDecision.Validate;
import io.skerry.cache.status.ForwardReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseDeciderTest {

    private static final CachePolicy STANDARD = CachePolicy.standard();
    private static final Candidate FRESH = selected(PurgeVerdict.NOT, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    private static final Validators TAG = new Validators(Optional.of("\"a\""), Optional.empty());

    @Test
    @Spec("9111 4")
    void a_fresh_response_is_served_with_its_age() {
        assertThat(ReuseDecider.decide(get(), FRESH, STANDARD, after(20)))
                .isEqualTo(new ServeFresh(20, 40, LifetimeSource.MAX_AGE));
        assertThat(ReuseDecider.decide(request(Method.HEAD), FRESH, STANDARD, after(20)))
                .isInstanceOf(ServeFresh.class);
    }

    @Test
    void what_was_stored_before_the_clock_was_set_back_is_validated() {
        assertThat(ReuseDecider.decide(get(), FRESH, STANDARD, after(-30))).isInstanceOf(ServeFresh.class);
        assertThat(ReuseDecider.decide(get(), FRESH, STANDARD, after(-3_600)))
                .isEqualTo(new Validate(ValidateReason.STALE, TAG));
    }

    @Test
    @Spec("9111 4")
    void nothing_stored_is_fetched_and_the_reason_tells_which_nothing() {
        assertThat(ReuseDecider.decide(get(), new Candidate.None(), STANDARD, T0))
                .isEqualTo(new Fetch(FetchReason.URI_MISS));
        assertThat(ReuseDecider.decide(get(), new Candidate.OtherVariants(), STANDARD, T0))
                .isEqualTo(new Fetch(FetchReason.VARY_MISS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "OPTIONS", "M-SEARCH", "get"})
    @Spec("9111 4")
    void other_methods_pass(String method) {
        assertThat(ReuseDecider.decide(request(Method.of(method)), FRESH, STANDARD, T0))
                .isEqualTo(new Pass(PassReason.METHOD));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length,5,REQUEST_CONTENT",
        "Transfer-Encoding,chunked,REQUEST_CONTENT",
        "If-Match,\"a\",ORIGIN_PRECONDITION",
        "'If-Unmodified-Since',x,ORIGIN_PRECONDITION"
    })
    @Spec("9111 4.3.2")
    void content_and_preconditions_for_origins_pass(String field, String value, PassReason reason) {
        assertThat(ReuseDecider.decide(get(field, value), FRESH, STANDARD, T0)).isEqualTo(new Pass(reason));
        assertThat(ReuseDecider.decide(get("Content-Length", "0"), FRESH, STANDARD, T0))
                .isInstanceOf(ServeFresh.class);
    }

    @Test
    @Spec("9111 4.3")
    void a_stale_response_is_validated_with_what_it_has() {
        assertThat(ReuseDecider.decide(get(), FRESH, STANDARD, after(60)))
                .isEqualTo(new Validate(ValidateReason.STALE, TAG));
        Candidate bare = selected(PurgeVerdict.NOT, "Cache-Control", "max-age=60");
        assertThat(ReuseDecider.decide(get(), bare, STANDARD, after(60)))
                .isEqualTo(new Validate(ValidateReason.STALE, Validators.NONE));
    }

    @Test
    @Spec("9111 5.2.2.4")
    void no_cache_is_validated_even_when_fresh_unless_it_names_fields() {
        assertThat(decideFresh("max-age=60, no-cache"))
                .isEqualTo(new Validate(ValidateReason.NO_CACHE, Validators.NONE));
        assertThat(decideFresh("max-age=60, no-cache=\"a\"")).isInstanceOf(ServeFresh.class);
    }

    @Test
    @Spec("5861 3")
    void within_the_window_it_is_served_stale_while_revalidating() {
        Candidate candidate =
                selected(PurgeVerdict.NOT, "Cache-Control", "max-age=1, stale-while-revalidate=4", "ETag", "\"a\"");
        assertThat(ReuseDecider.decide(get(), candidate, STANDARD, after(4)))
                .isEqualTo(new ServeStale(4, -3, StaleReason.WHILE_REVALIDATE));
        assertThat(ReuseDecider.decide(get(), candidate, STANDARD, after(5)))
                .isEqualTo(new Validate(ValidateReason.STALE, TAG));
    }

    @Test
    void a_purge_is_stronger_than_freshness() {
        assertThat(ReuseDecider.decide(get(), fresh(new PurgeVerdict.Hard()), STANDARD, T0))
                .isEqualTo(new Fetch(FetchReason.PURGED));
        assertThat(ReuseDecider.decide(get(), fresh(new PurgeVerdict.Invalidated()), STANDARD, T0))
                .isEqualTo(new Validate(ValidateReason.INVALIDATED, Validators.NONE));
        assertThat(ReuseDecider.decide(get(), fresh(new PurgeVerdict.Soft(T0)), STANDARD, T0))
                .isEqualTo(new Validate(ValidateReason.SOFT_PURGED, Validators.NONE));
    }

    @Test
    void a_soft_purge_leaves_the_stale_window() {
        Candidate candidate =
                selected(new PurgeVerdict.Soft(after(10)), "Cache-Control", "max-age=60, stale-while-revalidate=30");
        assertThat(ReuseDecider.decide(get(), candidate, STANDARD, after(39)))
                .isEqualTo(new ServeStale(39, 21, StaleReason.WHILE_REVALIDATE));
        assertThat(ReuseDecider.decide(get(), candidate, STANDARD, after(40)))
                .isEqualTo(new Validate(ValidateReason.SOFT_PURGED, Validators.NONE));
    }

    @Test
    void newer_data_means_an_unconditional_fetch() {
        Candidate superseded = new Candidate.Selected(
                stored("Cache-Control", "max-age=60", "ETag", "\"a\""),
                PurgeVerdict.NOT,
                Candidate.SnapshotState.SUPERSEDED);
        assertThat(ReuseDecider.decide(get(), superseded, STANDARD, T0)).isEqualTo(new Fetch(FetchReason.SUPERSEDED));
    }

    @ParameterizedTest
    @CsvSource({
        "no-cache,1,REQUEST_NO_CACHE",
        "max-age=0,0,REQUEST_MAX_AGE",
        "max-age=10,10,REQUEST_MAX_AGE",
        "max-age=10,9,''",
        "min-fresh=51,10,REQUEST_MIN_FRESH",
        "min-fresh=50,10,''",
        "no-store,1,''"
    })
    @Spec("9111 5.2.1")
    void a_clients_demands_are_heeded_where_the_policy_says_so_and_ignored_elsewhere(
            String cacheControl, long now, String reason) {
        ReuseDecision heeding = ReuseDecider.decide(get("Cache-Control", cacheControl), FRESH, HEEDING, after(now));
        if (reason.isEmpty()) {
            assertThat(heeding).isInstanceOf(ServeFresh.class);
        } else {
            assertThat(heeding).isEqualTo(new Validate(ValidateReason.valueOf(reason), TAG));
        }
        assertThat(ReuseDecider.decide(get("Cache-Control", cacheControl), FRESH, STANDARD, after(now)))
                .isInstanceOf(ServeFresh.class);
    }

    @Test
    @Spec("9111 5.4")
    void pragma_counts_only_without_cache_control() {
        assertThat(ReuseDecider.decide(get("Pragma", "no-cache"), FRESH, HEEDING, T0))
                .isEqualTo(new Validate(ValidateReason.REQUEST_NO_CACHE, TAG));
        assertThat(ReuseDecider.decide(get("Pragma", "no-cache", "Cache-Control", "x"), FRESH, HEEDING, T0))
                .isInstanceOf(ServeFresh.class);
    }

    @Test
    @Spec("9111 5.2.1.2")
    void max_stale_is_heeded_within_its_number_and_never_against_the_response() {
        assertThat(ReuseDecider.decide(get("Cache-Control", "max-stale=10"), FRESH, HEEDING, after(69)))
                .isEqualTo(new ServeStale(69, -9, StaleReason.MAX_STALE));
        assertThat(ReuseDecider.decide(get("Cache-Control", "max-stale=10"), FRESH, HEEDING, after(70)))
                .isInstanceOf(Validate.class);
        assertThat(ReuseDecider.decide(get("Cache-Control", "max-stale"), FRESH, HEEDING, after(99_999)))
                .isInstanceOf(ServeStale.class);
        Candidate strict = selected(PurgeVerdict.NOT, "Cache-Control", "max-age=60, must-revalidate");
        assertThat(ReuseDecider.decide(get("Cache-Control", "max-stale"), strict, HEEDING, after(61)))
                .isInstanceOf(Validate.class);
    }

    @Test
    @Spec("9111 5.2.1.7")
    void only_if_cached_is_always_heeded() {
        assertThat(ReuseDecider.decide(get("Cache-Control", "only-if-cached"), new Candidate.None(), STANDARD, T0))
                .isEqualTo(new Unsatisfiable(ForwardReason.URI_MISS));
        assertThat(ReuseDecider.decide(get("Cache-Control", "only-if-cached"), FRESH, STANDARD, after(60)))
                .isEqualTo(new Unsatisfiable(ForwardReason.STALE));
        assertThat(ReuseDecider.decide(get("Cache-Control", "only-if-cached"), FRESH, STANDARD, after(1)))
                .isInstanceOf(ServeFresh.class);
        String[] withContent = {"Cache-Control", "only-if-cached", "Content-Length", "3"};
        assertThat(ReuseDecider.decide(get(withContent), FRESH, STANDARD, T0))
                .isEqualTo(new Unsatisfiable(ForwardReason.REQUEST));
        assertThat(ReuseDecider.decide(request(Method.POST, withContent), FRESH, STANDARD, T0))
                .isEqualTo(new Pass(PassReason.METHOD));
    }

    private static Candidate fresh(PurgeVerdict verdict) {
        return selected(verdict, "Cache-Control", "max-age=60");
    }

    private static ReuseDecision decideFresh(String cacheControl) {
        return ReuseDecider.decide(
                get(), selected(PurgeVerdict.NOT, "Cache-Control", cacheControl), STANDARD, after(1));
    }
}
