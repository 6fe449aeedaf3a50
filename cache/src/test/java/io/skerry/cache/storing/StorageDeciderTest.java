package io.skerry.cache.storing;

import static io.skerry.cache.Sample.T0;
import static io.skerry.cache.Sample.date;
import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.request;
import static io.skerry.cache.Sample.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.freshness.FreshnessLifetime;
import io.skerry.cache.freshness.LifetimeSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VaryRule;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.SetCookieMode;
import io.skerry.cache.policy.StatusTtl;
import io.skerry.cache.policy.TtlRule;
import io.skerry.cache.storing.StorageDecision.DoNotStore;
import io.skerry.cache.storing.StorageDecision.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9111 3")
class StorageDeciderTest {

    private static final CachePolicy STANDARD = CachePolicy.standard();
    private static final ResponseHead CACHEABLE = response(200, "Cache-Control", "max-age=60");

    @Test
    void what_may_be_stored_is_stored_without_connection_specific_and_qualified_fields() {
        ResponseHead received = new ResponseHead(
                200,
                Headers.of(
                        "Cache-Control",
                        "max-age=60, no-cache=\"a\", private=\"b\"",
                        "a",
                        "1",
                        "b",
                        "2",
                        "Connection",
                        "c",
                        "c",
                        "3",
                        "Vary",
                        "Accept",
                        "Cache-Tag",
                        "x, y"));
        assertThat(decide(get(), received, STANDARD))
                .isEqualTo(new Store(
                        new ResponseHead(
                                200,
                                Headers.of(
                                        "Cache-Control",
                                        "max-age=60, no-cache=\"a\", private=\"b\"",
                                        "Vary",
                                        "Accept",
                                        "Cache-Tag",
                                        "x, y",
                                        "Date",
                                        date(0))),
                        Set.of("x", "y"),
                        List.of(new VariantInput(VariantInput.Kind.HEADER, "accept")),
                        new FreshnessLifetime(Duration.ofSeconds(60), LifetimeSource.MAX_AGE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|DE|accept,accept-language=de",
                "text/html|'de, en'|accept,accept-language",
                "text/html|''|accept,accept-language",
                "image/png|de|accept=image,accept-language=de"
            })
    @Spec("9111 4.1")
    void a_policy_that_negotiates_asks_about_the_response_where_it_can(String type, String language, String inputs) {
        CachePolicy negotiating = CachePolicy.named("negotiating")
                .trait(CachePolicy.Trait.NEGOTIATES_LANGUAGE)
                .trait(CachePolicy.Trait.NEGOTIATES_IMAGE_FORMATS)
                .build();
        ResponseHead varying = response(
                200,
                "Cache-Control",
                "max-age=60",
                "Vary",
                "Accept-Language, Accept",
                "Content-Type",
                type,
                "Content-Language",
                language);
        assertThat(decide(get(), varying, negotiating))
                .asInstanceOf(InstanceOfAssertFactories.type(Store.class))
                .extracting(store -> String.join(
                        ",", store.vary().stream().map(VariantInput::name).toList()))
                .isEqualTo(inputs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|max-age=60|/product/42|true",
                "200|s-maxage=60|https://shop.example.com/product/42|true",
                "200|max-age=60|/product/43|false",
                "200|max-age=60|/product/42?x|false",
                "200|max-age=0|/product/42|false",
                "200|public|/product/42|false",
                "200|max-age=60, private|/product/42|false",
                "201|max-age=60|/product/42|false"
            })
    @Spec("9110 9.3.3")
    void an_answer_to_post_is_stored_when_it_stands_for_the_resource_and_is_explicitly_fresh(
            int status, String cacheControl, String location, boolean stored) {
        ResponseHead answer = response(
                status, "Cache-Control", cacheControl, "Content-Location", location, "Last-Modified", date(-100_000));
        StorageDecision decision =
                StorageDecider.decide(request(Method.POST), RequestContent.PRESENT, answer, STANDARD, T0);
        assertThat(decision instanceof Store).isEqualTo(stored);
    }

    @Test
    @Spec("9110 9.3.3")
    void an_answer_to_post_is_not_stored_where_only_keyed_cookies_may_shape_what_is_stored() {
        CachePolicy granting = CachePolicy.named("pages")
                .ttl(TtlRule.always(Duration.ofSeconds(60)))
                .build();
        ResponseHead answer = response(200, "Cache-Control", "max-age=60", "Content-Location", "/product/42");
        assertThat(decide(request(Method.POST), answer, granting)).isEqualTo(refused(NoStoreReason.METHOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "QUERY"})
    void only_answers_to_get_are_stored(String method) {
        assertThat(decide(request(Method.of(method)), CACHEABLE, STANDARD)).isEqualTo(refused(NoStoreReason.METHOD));
    }

    @Test
    void the_answer_to_a_get_with_content_is_not_stored() {
        assertThat(StorageDecider.decide(get(), RequestContent.PRESENT, CACHEABLE, STANDARD, T0))
                .isEqualTo(refused(NoStoreReason.REQUEST_CONTENT));
    }

    @Test
    @Spec("9111 5.2.1.5")
    void a_request_may_forbid_storing() {
        assertThat(decide(get("Cache-Control", "no-store"), CACHEABLE, STANDARD))
                .isEqualTo(refused(NoStoreReason.REQUEST_NO_STORE));
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=60, no-store',NO_STORE",
        "No-StOrE,NO_STORE",
        "'private, max-age=60',PRIVATE",
        "'private=\"\", max-age=60',PRIVATE",
        "no-cache,NO_FRESHNESS",
        "'max-age=60, no-cache',NO_FRESHNESS",
        "max-age=0,NO_FRESHNESS",
        "'',NO_FRESHNESS"
    })
    void directives_and_missing_freshness_forbid_storing(String cacheControl, NoStoreReason reason) {
        assertThat(decide(get(), response(200, "Cache-Control", cacheControl), STANDARD))
                .isEqualTo(refused(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "max-age=0", "", "max-age=60"})
    void what_can_be_validated_is_stored_though_stale(String cacheControl) {
        assertThat(decide(get(), response(200, "Cache-Control", cacheControl, "ETag", "\"a\""), STANDARD))
                .isInstanceOf(Store.class);
    }

    @Test
    @Spec("5861 3")
    void a_stale_window_alone_is_worth_storing() {
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=0, stale-while-revalidate=9"), STANDARD))
                .isInstanceOf(Store.class);
    }

    @ParameterizedTest
    @CsvSource({"206,PARTIAL", "304,STATUS", "412,STATUS", "416,STATUS", "421,STATUS", "429,STATUS", "431,STATUS"})
    void some_statuses_are_never_stored(int status, NoStoreReason reason) {
        assertThat(decide(get(), response(status, "Cache-Control", "max-age=60, public"), STANDARD))
                .isEqualTo(refused(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599})
    void explicit_freshness_makes_any_other_status_storable(int status) {
        assertThat(decide(get(), response(status, "Cache-Control", "max-age=60"), STANDARD))
                .isInstanceOf(Store.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 500, 503})
    void an_error_without_explicit_freshness_is_not_stored_even_with_a_validator_or_a_ttl(int status) {
        CachePolicy ttl =
                CachePolicy.named("p").ttl(TtlRule.always(Duration.ofDays(30))).build();
        ResponseHead error = response(status, "ETag", "\"a\"", "Last-Modified", date(-1000));
        assertThat(decide(get(), error, STANDARD)).isEqualTo(refused(NoStoreReason.ERROR_WITHOUT_FRESHNESS));
        assertThat(decide(get(), error, ttl)).isEqualTo(refused(NoStoreReason.ERROR_WITHOUT_FRESHNESS));
    }

    @Test
    void an_error_is_stored_for_the_ttl_that_the_policy_gives_its_status() {
        CachePolicy negative = CachePolicy.named("p")
                .ttl(TtlRule.none()
                        .withStatuses(List.of(
                                new StatusTtl(new StatusTtl.Statuses.Code(404), Duration.ofSeconds(30)),
                                new StatusTtl(new StatusTtl.Statuses.Range(5), Duration.ZERO))))
                .build();
        assertThat(decide(get(), response(404), negative)).isInstanceOf(Store.class);
        assertThat(decide(get(), response(503, "Cache-Control", "max-age=9"), negative))
                .isEqualTo(refused(NoStoreReason.ERROR_WITHOUT_FRESHNESS));
    }

    @Test
    @Spec("9111 5.2.2.3")
    void must_understand_lifts_no_store_for_understood_statuses_alone() {
        String cacheControl = "max-age=60, no-store, must-understand";
        assertThat(decide(get(), response(200, "Cache-Control", cacheControl), STANDARD))
                .isInstanceOf(Store.class);
        assertThat(decide(get(), response(599, "Cache-Control", cacheControl), STANDARD))
                .isEqualTo(refused(NoStoreReason.NOT_UNDERSTOOD));
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=60,false",
        "'max-age=60, public',true",
        "s-maxage=60,true",
        "'max-age=60, must-revalidate',true",
        "'max-age=60, proxy-revalidate',false"
    })
    @Spec("9111 3.5")
    void an_answer_to_authorization_is_shared_only_where_the_origin_permits_it(String cacheControl, boolean stored) {
        StorageDecision decision =
                decide(get("Authorization", "x"), response(200, "Cache-Control", cacheControl), STANDARD);
        if (stored) {
            assertThat(decision).isInstanceOf(Store.class);
        } else {
            assertThat(decision).isEqualTo(refused(NoStoreReason.AUTHORIZATION));
        }
    }

    @Test
    void a_ttl_lifts_no_prohibition() {
        CachePolicy ttl =
                CachePolicy.named("p").ttl(TtlRule.always(Duration.ofDays(30))).build();
        assertThat(decide(get(), response(200, "Cache-Control", "no-store"), ttl))
                .isEqualTo(refused(NoStoreReason.NO_STORE));
        assertThat(decide(get(), response(200, "Cache-Control", "private"), ttl))
                .isEqualTo(refused(NoStoreReason.PRIVATE));
        assertThat(decide(get("Authorization", "x"), response(200), ttl))
                .isEqualTo(refused(NoStoreReason.AUTHORIZATION));
        assertThat(decide(get(), response(200, "Vary", "*"), ttl)).isEqualTo(refused(NoStoreReason.VARY_STAR));
        assertThat(decide(get(), response(200, "Cache-Control", "no-cache"), ttl))
                .isInstanceOf(Store.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'Cache-Control','max-age=60',STRIP,false",
        "'Cache-Control','max-age=60, public',STRIP,true",
        "'Cache-Control','s-maxage=60',STRIP,true",
        "'CDN-Cache-Control','max-age=60',STRIP,true",
        "'CDN-Cache-Control','&',STRIP,false",
        "'Cache-Control','s-maxage=60',NEVER_STORE,false",
        "'Cache-Control','max-age=60',STORE,true"
    })
    @Spec("9111 7.3")
    void a_response_with_cookies_is_stored_by_mode(String field, String value, SetCookieMode mode, boolean stored) {
        CachePolicy policy = CachePolicy.named("p").setCookie(mode).build();
        StorageDecision decision =
                decide(get(), response(200, field, value, "ETag", "\"a\"", "Set-Cookie", "s=1"), policy);
        if (!stored) {
            assertThat(decision).isEqualTo(refused(NoStoreReason.SET_COOKIE));
            return;
        }
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Store.class,
                        store -> assertThat(store.stored().headers().contains("Set-Cookie"))
                                .isEqualTo(mode == SetCookieMode.STORE));
    }

    @Test
    void a_ttl_of_the_policy_is_explicit_shared_freshness_and_an_empty_one_is_none() {
        ResponseHead cookie = response(200, "Set-Cookie", "s=1", "ETag", "\"a\"");
        assertThat(decide(get(), cookie, policyWith(Duration.ofSeconds(9)))).isInstanceOf(Store.class);
        assertThat(decide(get(), cookie, policyWith(Duration.ZERO))).isEqualTo(refused(NoStoreReason.SET_COOKIE));
    }

    /** A page whose form carries a token of the cookie it sets: the next visitor, who gets no cookie with it, could not send it. */
    @ParameterizedTest
    @CsvSource({"'Cookie',false", "'Accept-Encoding, cookie',false", "'Accept-Encoding',true"})
    void a_response_made_for_the_cookies_it_sets_is_stored_under_a_ttl_of_the_policy_alone(
            String vary, boolean stored) {
        ResponseHead form = response(200, "Cache-Control", "public, max-age=60", "Vary", vary, "Set-Cookie", "csrf=1");
        assertThat(decide(get(), form, CachePolicy.standard()) instanceof Store).isEqualTo(stored);
        assertThat(decide(get(), form, policyWith(Duration.ofSeconds(9)))).isInstanceOf(Store.class);
    }

    @Test
    void an_upper_bound_of_the_policy_leaves_a_targeted_field_explicit() {
        CachePolicy bounded = CachePolicy.named("p")
                .ttl(new TtlRule(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(5)),
                        List.of()))
                .build();
        ResponseHead cookie = response(200, "CDN-Cache-Control", "max-age=60", "Set-Cookie", "s=1");
        assertThat(decide(get(), cookie, bounded)).isInstanceOf(Store.class);
    }

    @Test
    void a_response_whose_tags_would_be_lost_is_not_stored() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= PurgeTags.MAX_TAGS; i++) {
            many.append("t").append(i).append(' ');
        }
        assertThat(decide(
                        get(),
                        response(200, "Cache-Control", "max-age=60", "Surrogate-Key", many.toString()),
                        STANDARD))
                .isEqualTo(refused(NoStoreReason.TOO_MANY_TAGS));
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=60", "Cache-Tag", "x".repeat(257)), STANDARD))
                .isEqualTo(refused(NoStoreReason.TOO_MANY_TAGS));
        assertThat(PurgeTags.with(Set.of("a"), Set.of("x".repeat(257)))).isEqualTo(new PurgeTags.TooMany());
    }

    @Test
    void a_response_that_varies_by_more_than_is_told_apart_is_not_stored() {
        String most =
                IntStream.range(0, VaryRule.MAX_NAMES).mapToObj(i -> "x-" + i).collect(Collectors.joining(", "));
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=60", "Vary", most), STANDARD))
                .isInstanceOf(Store.class);
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=60", "Vary", most + ", y"), STANDARD))
                .isEqualTo(refused(NoStoreReason.TOO_MANY_VARY));
        String longest = "x".repeat(VaryRule.MAX_CHARS);
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=60", "Vary", longest), STANDARD))
                .isInstanceOf(Store.class);
        assertThat(decide(get(), response(200, "Cache-Control", "max-age=60", "Vary", longest + "x"), STANDARD))
                .isEqualTo(refused(NoStoreReason.TOO_MANY_VARY));
    }

    @Test
    void a_policy_for_versioned_urls_gives_others_no_ttl() {
        CachePolicy versioned = CachePolicy.named("versioned")
                .ttl(TtlRule.always(Duration.ofDays(365)))
                .unversioned(CachePolicy.standard())
                .build();
        RequestHead hashed = get().withTarget(get().target().withPath("/app.3f9c1b2a.js"));
        assertThat(decide(hashed, response(200), versioned)).isInstanceOf(Store.class);
        assertThat(decide(get(), response(200), versioned)).isEqualTo(refused(NoStoreReason.NO_FRESHNESS));
    }

    @ParameterizedTest
    @EnumSource(NoStoreReason.class)
    void every_reason_has_a_word_and_a_clause(NoStoreReason reason) {
        assertThat(reason.token()).matches("[a-z-]+");
        assertThat(reason.clause()).startsWith("RFC ");
    }

    private static CachePolicy policyWith(Duration ttl) {
        return CachePolicy.named("p").ttl(TtlRule.always(ttl)).build();
    }

    private static StorageDecision decide(RequestHead request, ResponseHead response, CachePolicy policy) {
        return StorageDecider.decide(request, RequestContent.ABSENT, response, policy, T0);
    }

    private static StorageDecision refused(NoStoreReason reason) {
        return new DoNotStore(reason);
    }
}
