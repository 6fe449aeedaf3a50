package io.skerry.cache.validation;

import static io.skerry.cache.Sample.T0;
import static io.skerry.cache.Sample.after;
import static io.skerry.cache.Sample.date;
import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.response;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.StaleProhibition;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.SetCookieMode;
import io.skerry.cache.validation.ValidationDecision.Fail;
import io.skerry.cache.validation.ValidationDecision.Freshen;
import io.skerry.cache.validation.ValidationDecision.Keeping;
import io.skerry.cache.validation.ValidationDecision.Refetch;
import io.skerry.cache.validation.ValidationDecision.RefetchReason;
import io.skerry.cache.validation.ValidationDecision.Replace;
import io.skerry.cache.validation.ValidationDecision.ServeStaleOnError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final CachePolicy STANDARD = CachePolicy.standard();
    private static final StoredHead STORED = stored(
            "Cache-Control",
            "max-age=2",
            "ETag",
            "\"a\"",
            "Last-Modified",
            date(-9),
            "X",
            "old",
            "X",
            "older",
            "Content-Length",
            "36",
            "Content-Encoding",
            "gzip",
            "Age",
            "7");

    @Test
    @Spec("9111 4.3.1")
    void a_validation_carries_the_stored_validators_and_not_the_clients_conditions() {
        Headers client = Headers.of(
                "If-None-Match", "\"mine\"", "If-Modified-Since", "x", "Range", "bytes=0-1", "If-Range", "y", "A", "1");
        assertThat(ConditionalRequest.validating(client, STORED.originValidators()))
                .isEqualTo(Headers.of("A", "1", "If-None-Match", "\"a\"", "If-Modified-Since", date(-9)));
        assertThat(ConditionalRequest.validating(client, Validators.NONE)).isEqualTo(Headers.of("A", "1"));
        assertThat(ConditionalRequest.unconditional(Headers.of("A", "1"))).isEqualTo(Headers.of("A", "1"));
    }

    @Test
    @Spec("9111 4.3.1")
    void several_variants_are_validated_by_all_their_tags() {
        Validators other = new Validators(Optional.of("W/\"b\""), Optional.of(date(-1)));
        assertThat(ConditionalRequest.validating(Headers.empty(), List.of(STORED.originValidators(), other)))
                .isEqualTo(Headers.of("If-None-Match", "\"a\", W/\"b\""));
    }

    @Test
    @Spec("9111 4.3.4")
    void a_304_updates_every_field_but_those_of_the_content() {
        ResponseHead answer = new ResponseHead(
                304,
                Headers.of(
                        "ETag",
                        "\"a\"",
                        "X",
                        "new",
                        "Cache-Control",
                        "max-age=60",
                        "Content-Length",
                        "10",
                        "Content-Encoding",
                        "br",
                        "Connection",
                        "Y",
                        "Y",
                        "hop",
                        "Set-Cookie",
                        "s=1",
                        "Z",
                        "1",
                        "Z",
                        "2"));
        assertThat(decide(answer, PurgeVerdict.NOT))
                .isEqualTo(new Freshen(
                        new ResponseHead(
                                200,
                                Headers.of(
                                        "Last-Modified",
                                        date(-9),
                                        "Content-Length",
                                        "36",
                                        "Content-Encoding",
                                        "gzip",
                                        "ETag",
                                        "\"a\"",
                                        "X",
                                        "new",
                                        "Cache-Control",
                                        "max-age=60",
                                        "Z",
                                        "1",
                                        "Z",
                                        "2",
                                        "Date",
                                        date(5))),
                        Keeping.KEEP));
    }

    @Test
    @Spec("9110 6.6.1")
    void a_304_with_a_date_replaces_the_stored_one() {
        ResponseHead answer = new ResponseHead(304, Headers.of("Date", date(3)));
        assertThat(HeaderUpdate.freshen(STORED, answer, STANDARD, after(5))
                        .headers()
                        .all("Date"))
                .containsExactly(date(3));
    }

    @Test
    @Spec("9111 4.1")
    void a_304_that_repeats_the_stored_vary_concerns_the_stored_response() {
        StoredFreshness varying = StoredFreshness.of(stored("ETag", "\"a\"", "Vary", "Accept"), STANDARD);
        ResponseHead answer = new ResponseHead(304, Headers.of("Vary", "accept"));
        assertThat(ValidationDecider.decide(varying, get(), answer, PurgeVerdict.NOT, T0))
                .isInstanceOf(Freshen.class);
    }

    @Test
    @Spec("9111 7.3")
    void a_304_brings_cookies_into_the_store_only_where_the_policy_stores_them() {
        CachePolicy storing =
                CachePolicy.named("rfc").setCookie(SetCookieMode.STORE).build();
        ResponseHead answer = new ResponseHead(304, Headers.of("Set-Cookie", "s=1"));
        assertThat(HeaderUpdate.freshen(STORED, answer, storing, T0).headers().first("Set-Cookie"))
                .contains("s=1");
        assertThat(HeaderUpdate.freshen(STORED, answer, STANDARD, T0).headers().contains("Set-Cookie"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control", "CDN-Cache-Control"})
    @Spec("9111 3.2")
    void a_304_brings_no_fields_into_the_store_that_it_forbids_to_store(String field) {
        ResponseHead answer = new ResponseHead(
                304, Headers.of(field, "max-age=60, private=\"X, Y\", no-cache=\"Z\"", "Y", "mine", "Z", "mine"));
        Headers updated = HeaderUpdate.freshen(STORED, answer, STANDARD, T0).headers();
        assertThat(List.of("X", "Y", "Z")).noneMatch(updated::contains);
        assertThat(updated.first("ETag")).hasValue("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private, max-age=5"})
    @Spec("9111 5.2.2.5")
    void a_304_that_forbids_storing_is_used_and_the_response_removed(String cacheControl) {
        assertThat(decide(new ResponseHead(304, Headers.of("Cache-Control", cacheControl)), PurgeVerdict.NOT))
                .isInstanceOfSatisfying(
                        Freshen.class, freshen -> assertThat(freshen.keeping()).isEqualTo(Keeping.REMOVE));
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=60,LEAVE",
        "'public, max-age=60',KEEP",
        "s-maxage=60,KEEP",
        "must-revalidate,KEEP",
        "private,REMOVE"
    })
    @Spec("9111 3.5")
    void a_304_for_one_users_credentials_freshens_for_others_only_where_it_may_be_shared(
            String cacheControl, Keeping keeping) {
        ResponseHead answer = new ResponseHead(304, Headers.of("Cache-Control", cacheControl));
        assertThat(ValidationDecider.decide(
                        StoredFreshness.of(STORED, STANDARD),
                        get("Authorization", "me"),
                        answer,
                        PurgeVerdict.NOT,
                        after(5)))
                .isInstanceOfSatisfying(
                        Freshen.class, freshen -> assertThat(freshen.keeping()).isEqualTo(keeping));
    }

    @ParameterizedTest
    @CsvSource({"'public, max-age=60',LEAVE", "private,REMOVE"})
    @Spec("9111 5.2.1.5")
    void a_304_for_a_request_that_says_no_store_freshens_nothing(String cacheControl, Keeping keeping) {
        ResponseHead answer = new ResponseHead(304, Headers.of("Cache-Control", cacheControl));
        assertThat(ValidationDecider.decide(
                        StoredFreshness.of(STORED, STANDARD),
                        get("Cache-Control", "no-store"),
                        answer,
                        PurgeVerdict.NOT,
                        after(5)))
                .isInstanceOfSatisfying(
                        Freshen.class, freshen -> assertThat(freshen.keeping()).isEqualTo(keeping));
    }

    @ParameterizedTest
    @CsvSource({"ETag,\"b\",VALIDATOR_MISMATCH", "Vary,Cookie,VARY_CHANGED", "Vary,*,VARY_CHANGED"})
    @Spec("9111 4.3.4")
    void a_304_that_speaks_of_another_response_is_fetched_again(String field, String value, RefetchReason reason) {
        assertThat(decide(new ResponseHead(304, Headers.of(field, value)), PurgeVerdict.NOT))
                .isEqualTo(new Refetch(reason));
    }

    @Test
    @Spec("9111 4.3.4")
    void a_304_with_the_same_tag_made_weak_or_without_validators_concerns_the_stored_response() {
        assertThat(decide(new ResponseHead(304, Headers.of("ETag", "W/\"a\"")), PurgeVerdict.NOT))
                .isInstanceOf(Freshen.class);
        assertThat(decide(new ResponseHead(304, Headers.empty()), PurgeVerdict.NOT))
                .isInstanceOf(Freshen.class);
    }

    @Test
    @Spec("9111 4.3.4")
    void a_304_with_a_strong_tag_confirms_what_is_stored_with_it_made_weak_unless_the_policy_is_strict() {
        StoredHead weak = stored("Cache-Control", "max-age=2", "ETag", "W/\"a\"");
        ResponseHead answer = new ResponseHead(304, Headers.of("ETag", "\"a\""));
        CachePolicy strict =
                CachePolicy.named("strict").trait(CachePolicy.Trait.STRICT_TAGS).build();
        assertThat(ValidationDecider.decide(
                        StoredFreshness.of(weak, STANDARD), get(), answer, PurgeVerdict.NOT, after(9)))
                .isInstanceOf(Freshen.class);
        assertThat(ValidationDecider.decide(
                        StoredFreshness.of(weak, strict), get(), answer, PurgeVerdict.NOT, after(9)))
                .isEqualTo(new Refetch(RefetchReason.VALIDATOR_MISMATCH));
        ResponseHead weakly = new ResponseHead(304, Headers.of("ETag", "W/\"a\""));
        assertThat(ValidationDecider.decide(
                        StoredFreshness.of(STORED, strict), get(), weakly, PurgeVerdict.NOT, after(9)))
                .isInstanceOf(Freshen.class);
    }

    @Test
    void a_304_for_what_was_purged_or_had_no_validators_is_fetched_again() {
        ResponseHead answer = new ResponseHead(304, Headers.empty());
        assertThat(decide(answer, new PurgeVerdict.Hard())).isEqualTo(new Refetch(RefetchReason.PURGED));
        StoredFreshness bare = StoredFreshness.of(stored("Cache-Control", "max-age=2"), STANDARD);
        assertThat(ValidationDecider.decide(bare, get(), answer, PurgeVerdict.NOT, T0))
                .isEqualTo(new Refetch(RefetchReason.UNASKED));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    @Spec("5861 4")
    void a_failing_origin_is_bridged_by_the_stale_response(int status) {
        ResponseHead answer = new ResponseHead(status, Headers.empty());
        assertThat(decide(answer, PurgeVerdict.NOT)).isEqualTo(new ServeStaleOnError(StaleReason.IF_ERROR));
        assertThat(decide(answer, new PurgeVerdict.Hard())).isEqualTo(new Replace());
    }

    @Test
    @Spec("5861 4")
    void a_stored_error_covers_up_no_newer_one_and_a_stored_404_does() {
        ResponseHead answer = new ResponseHead(503, Headers.empty());
        assertThat(afterStored(500, answer)).isEqualTo(new Replace());
        assertThat(afterStored(404, answer)).isEqualTo(new ServeStaleOnError(StaleReason.IF_ERROR));
    }

    private static ValidationDecision afterStored(int status, ResponseHead answer) {
        StoredFreshness freshness =
                StoredFreshness.of(stored(response(status, "Cache-Control", "max-age=2")), STANDARD);
        return ValidationDecider.decide(freshness, get(), answer, PurgeVerdict.NOT, after(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 403, 501, 505})
    @Spec("9111 4.3.3")
    void any_other_answer_replaces_it(int status) {
        assertThat(decide(new ResponseHead(status, Headers.empty()), PurgeVerdict.NOT))
                .isEqualTo(new Replace());
    }

    @Test
    @Spec("9111 4.2.4")
    void stale_response_with_must_revalidate_is_not_served_on_origin_error() {
        StoredFreshness strict = StoredFreshness.of(stored("Cache-Control", "max-age=2, must-revalidate"), STANDARD);
        assertThat(ValidationDecider.decideFailure(strict, PurgeVerdict.NOT, after(5)))
                .isEqualTo(new Fail(StaleProhibition.MUST_REVALIDATE));
        assertThat(ValidationDecider.decide(
                        strict, get(), new ResponseHead(503, Headers.empty()), PurgeVerdict.NOT, after(5)))
                .isEqualTo(new Replace());
        StoredFreshness lenient = StoredFreshness.of(STORED, STANDARD);
        assertThat(ValidationDecider.decideFailure(lenient, PurgeVerdict.NOT, after(5)))
                .isEqualTo(new ServeStaleOnError(StaleReason.IF_ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "\"a\",,NOT_MODIFIED",
        "W/\"a\",,NOT_MODIFIED",
        "'\"x\", \"a\"',,NOT_MODIFIED",
        "*,,NOT_MODIFIED",
        "\"b\",,PROCEED",
        "a,,PROCEED",
        "\"b\",0,PROCEED",
        "\"a\",-99,NOT_MODIFIED",
        "'',-9,NOT_MODIFIED",
        "'',-8,NOT_MODIFIED",
        "'',-10,PROCEED"
    })
    @Spec("9111 4.3.2")
    void if_none_match_goes_before_if_modified_since(String tags, Long since, PreconditionDecision decision) {
        Headers.Builder headers = Headers.builder();
        if (!tags.isEmpty()) {
            headers.add("If-None-Match", tags);
        }
        if (since != null) {
            headers.add("If-Modified-Since", date(since));
        }
        assertThat(preconditions(STORED, headers.build())).isEqualTo(decision);
    }

    @Test
    @Spec("9111 4.3.2")
    void without_last_modified_the_date_counts_and_a_malformed_condition_does_not() {
        assertThat(preconditions(stored(), Headers.of("If-Modified-Since", date(0))))
                .isEqualTo(PreconditionDecision.NOT_MODIFIED);
        assertThat(preconditions(stored(), Headers.of("If-Modified-Since", date(-1))))
                .isEqualTo(PreconditionDecision.PROCEED);
        assertThat(preconditions(stored(), Headers.of("If-Modified-Since", "tomorrow")))
                .isEqualTo(PreconditionDecision.PROCEED);
        assertThat(preconditions(stored("A", "1"), Headers.of("If-None-Match", "\"a\"")))
                .isEqualTo(PreconditionDecision.PROCEED);
    }

    @Test
    @Spec("9110 13.2.1")
    void conditions_count_for_successes_alone() {
        ResponseHead error = new ResponseHead(404, Headers.of("ETag", "\"a\""));
        assertThat(Preconditions.decide(get("If-None-Match", "*"), error, Validators.of(error.headers(), T0), T0))
                .isEqualTo(PreconditionDecision.PROCEED);
    }

    private static PreconditionDecision preconditions(StoredHead head, Headers headers) {
        return Preconditions.decide(get().withHeaders(headers), head.response(), head.clientValidators(), T0);
    }

    private static ValidationDecision decide(ResponseHead answer, PurgeVerdict verdict) {
        return ValidationDecider.decide(StoredFreshness.of(STORED, STANDARD), get(), answer, verdict, after(5));
    }
}
