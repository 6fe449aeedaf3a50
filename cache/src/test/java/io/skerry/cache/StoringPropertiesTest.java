package io.skerry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.FreshnessLifetime;
import io.skerry.cache.freshness.StatusRule;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.key.NegotiatedInput;
import io.skerry.cache.key.RequestInputs;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.CachePolicy.Trait;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import io.skerry.cache.validation.HeadDecider;
import io.skerry.cache.validation.HeadDecision;
import io.skerry.cache.validation.ValidationDecider;
import io.skerry.cache.validation.ValidationDecision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of everything that comes into the store or is updated there. Seeded: a failure names the seed that repeats it. */
class StoringPropertiesTest {

    private static final int ROUNDS = 4_000;
    private static final CachePolicy STANDARD = CachePolicy.standard();
    private static final List<String> CONTROLS = List.of(
            "max-age=60",
            "max-age=0",
            "s-maxage=30",
            "public",
            "private",
            "no-store",
            "no-cache",
            "must-revalidate",
            "stale-while-revalidate=60",
            "max-age=\"5\"",
            "");
    private static final List<String> TAGS = List.of("\"a\"", "W/\"a\"", "\"b\"", "a", "\"\"");
    private static final List<String> LOCATIONS =
            List.of("/product/42", "42", "", "https://shop.example.com/product/42", "/product/43", "//other/", "::");
    private static final List<Integer> STATUSES = List.of(200, 201, 204, 206, 301, 404, 410, 416, 500, 503, 599);

    @ParameterizedTest
    @ValueSource(longs = {1, 20261126, 77})
    @Spec("9110 9.3.3")
    void answers_to_post_are_stored_only_for_the_url_that_they_stand_for_and_explicitly_fresh(long seed) {
        Random random = new Random(seed);
        int stored = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ResponseHead answer = new ResponseHead(one(STATUSES, random), fields(random));
            if (decide(Method.POST, answer, STANDARD) instanceof StorageDecision.Store store) {
                stored++;
                String location = answer.headers().first("Content-Location").orElse("none");
                assertThat(LOCATIONS.subList(0, 4))
                        .as("seed %d, %s", seed, answer)
                        .contains(location);
                assertThat(store.lifetime().source().explicit()).isTrue();
                assertThat(store.lifetime().positive()).isTrue();
            }
        }
        assertThat(stored).as("the generator reaches storing").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261126, 78})
    @Spec("9111 4.2.2")
    void errors_are_stored_only_with_explicit_freshness_unless_the_policy_says_otherwise(long seed) {
        Random random = new Random(seed);
        CachePolicy heuristic =
                CachePolicy.named("heuristic").trait(Trait.HEURISTIC_ERRORS).build();
        int heuristically = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ResponseHead answer = new ResponseHead(one(STATUSES, random), fields(random));
            if (!StatusRule.error(answer.status())) {
                continue;
            }
            if (decide(Method.GET, answer, STANDARD) instanceof StorageDecision.Store store) {
                FreshnessLifetime lifetime = store.lifetime();
                assertThat(lifetime.source().explicit() && lifetime.positive())
                        .as("seed %d, %s", seed, answer)
                        .isTrue();
            }
            if (decide(Method.GET, answer, heuristic) instanceof StorageDecision.Store store) {
                assertThat(store.lifetime().positive()).isTrue();
                heuristically += store.lifetime().source().explicit() ? 0 : 1;
            }
        }
        assertThat(heuristically).as("the generator reaches heuristics").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20261126, 79})
    @Spec("9111 4.3.4")
    void what_a_304_keeps_in_the_store_may_be_stored_and_has_its_content_fields(long seed) {
        Random random = new Random(seed);
        int kept = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StoredHead stored = Sample.stored("Cache-Control", "max-age=1", "ETag", "\"a\"", "Content-Length", "100");
            ResponseHead answer = new ResponseHead(304, fields(random).with("Content-Length", "0"));
            ValidationDecision decision = ValidationDecider.decide(
                    StoredFreshness.of(stored, STANDARD), Sample.get(), answer, PurgeVerdict.NOT, Sample.after(9));
            if (decision instanceof ValidationDecision.Freshen freshen
                    && freshen.keeping() == ValidationDecision.Keeping.KEEP) {
                kept++;
                mayBeStored(freshen.updated(), seed);
                assertThat(freshen.updated().headers().first("Content-Length")).hasValue("100");
            }
        }
        assertThat(kept).as("the generator reaches freshening").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 20261126, 80})
    @Spec("9111 4.3.5")
    void no_answer_to_head_updates_a_response_that_it_does_not_describe(long seed) {
        Random random = new Random(seed);
        int updated = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StoredHead stored = Sample.stored("Cache-Control", "max-age=1", "ETag", "\"a\"");
            Headers fields = fields(random).with("Content-Length", Integer.toString(99 + random.nextInt(3)));
            ResponseHead answer = new ResponseHead(one(STATUSES, random), fields);
            HeadDecision decision = HeadDecider.decide(
                    StoredFreshness.of(stored, STANDARD), Sample.get(), answer, PurgeVerdict.NOT, Sample.after(9));
            if (decision instanceof HeadDecision.Update update) {
                updated++;
                assertThat(answer.status()).isEqualTo(200);
                assertThat(fields.first("Content-Length")).hasValue("100");
                assertThat(List.of("\"a\"", "W/\"a\""))
                        .as("seed %d, %s", seed, answer)
                        .contains(fields.first("ETag").orElse("\"a\""));
                mayBeStored(update.updated(), seed);
            }
        }
        assertThat(updated).as("the generator reaches updating").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 20261126, 81})
    @Spec("9111 4.1")
    void a_language_selects_a_response_only_where_nothing_is_wanted_more(long seed) {
        Random random = new Random(seed);
        int selected = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int own = random.nextInt(1_001);
            int other = random.nextInt(1_001);
            String wanted = "de;q=" + weight(own) + ", en;q=" + weight(other);
            String value =
                    RequestInputs.of(Sample.get("Accept-Language", wanted)).value(NegotiatedInput.language("de"));
            selected += value.equals("=de") ? 1 : 0;
            assertThat(value.equals("=de")).as("seed %d, %s", seed, wanted).isEqualTo(own > 0 && own >= other);
        }
        assertThat(selected).isBetween(1, ROUNDS - 1);
    }

    private static void mayBeStored(ResponseHead head, long seed) {
        CacheControl directives = CacheControl.of(head.headers());
        assertThat(directives.has(Directive.NO_STORE) || directives.privateOfAll())
                .as("seed %d, %s", seed, head)
                .isFalse();
    }

    private static StorageDecision decide(Method method, ResponseHead answer, CachePolicy policy) {
        RequestContent content = method.equals(Method.POST) ? RequestContent.PRESENT : RequestContent.ABSENT;
        return StorageDecider.decide(Sample.request(method), content, answer, policy, Sample.T0);
    }

    private static String weight(int thousandths) {
        return thousandths == 1_000 ? "1" : "0.%03d".formatted(thousandths);
    }

    private static Headers fields(Random random) {
        Headers.Builder fields = Headers.builder();
        for (int n = random.nextInt(3); n > 0; n--) {
            fields.add("Cache-Control", one(CONTROLS, random));
        }
        if (random.nextBoolean()) {
            fields.add("Content-Location", one(LOCATIONS, random));
        }
        if (random.nextBoolean()) {
            fields.add("ETag", one(TAGS, random));
        }
        if (random.nextInt(4) == 0) {
            fields.add("Expires", Sample.date(random.nextInt(200) - 100));
        }
        if (random.nextBoolean()) {
            fields.add("Last-Modified", Sample.date(-random.nextInt(100_000)));
        }
        return fields.build();
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
