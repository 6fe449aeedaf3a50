package io.skerry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.TargetedCacheControl;
import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StaleAllowance;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.key.InputNormaliser;
import io.skerry.cache.key.VaryRule;
import io.skerry.cache.message.CookieField;
import io.skerry.cache.message.EntityTagList;
import io.skerry.cache.message.FieldList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.RangeField;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.UriNormalisation;
import io.skerry.cache.message.UriNormaliser;
import io.skerry.cache.message.UriReference;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.TtlRule;
import io.skerry.cache.policy.VersionedUrl;
import io.skerry.cache.reuse.ReuseDecider;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.storing.PurgeTags;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.storing.StorageDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every response, request and field value whatsoever. Seeded: a failure names the seed that repeats it. */
class RulePropertiesTest {

    private static final int ROUNDS = 4_000;
    private static final List<String> PIECES = List.of(
            "max-age=60",
            "max-age=0",
            "max-age=-1",
            "max-age=99999999999999999999",
            "max-age",
            "s-maxage=30",
            "no-store",
            "no-cache",
            "no-cache=\"a\"",
            "private",
            "private=\"Set-Cookie\"",
            "public",
            "must-revalidate",
            "proxy-revalidate",
            "must-understand",
            "stale-while-revalidate=60",
            "stale-if-error=600",
            "immutable",
            "foo=\"max-age=1",
            "x=\"a,b\"",
            "NO-STORE",
            "max-age=\"5\"",
            "",
            " ",
            "=",
            "\"");
    private static final String ALPHABET = "abz019 \t,;=\"\\/*-_.%?&:#+()@!~'WGMT\u00e9\u0000\r\n";

    private record Case(StoredHead head, CachePolicy policy, PurgeVerdict verdict, RequestHead request, Instant now) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 20261123, 77})
    @Spec("9111 4.2")
    void nothing_is_served_as_fresh_after_its_lifetime(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Case c = randomCase(random);
            StoredFreshness freshness = StoredFreshness.of(c.head(), c.policy());
            if (decide(c) instanceof ReuseDecision.ServeFresh fresh) {
                assertThat(Duration.ofMillis(freshness.ageMillis(c.now())))
                        .as("seed %d, %s", seed, c)
                        .isLessThan(freshness.lifetime().duration());
                assertThat(fresh.ttlSeconds()).isNotNegative();
                assertThat(c.verdict()).isInstanceOf(PurgeVerdict.Not.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261123, 78})
    @Spec("9111 4.2.4")
    void nothing_is_served_stale_where_a_directive_or_a_purge_forbids_it(long seed) {
        Random random = new Random(seed);
        int served = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Case c = randomCase(random);
            StoredFreshness freshness = StoredFreshness.of(c.head(), c.policy());
            CacheControl directives = freshness.directives();
            boolean forbidden = directives.has(Directive.MUST_REVALIDATE)
                    || directives.has(Directive.PROXY_REVALIDATE)
                    || c.verdict() instanceof PurgeVerdict.Hard
                    || c.verdict() instanceof PurgeVerdict.Invalidated
                    || (!freshness.lifetime().source().replacesOrigin()
                            && (directives.noCacheOfAll() || directives.has(Directive.S_MAXAGE)));
            boolean whileRevalidate = decide(c) instanceof ReuseDecision.ServeStale;
            boolean onError = StaleAllowance.onError(freshness, c.verdict(), c.now()) instanceof StaleAllowance.Allowed;
            served += whileRevalidate || onError ? 1 : 0;
            assertThat(forbidden && (whileRevalidate || onError))
                    .as("seed %d, %s", seed, c)
                    .isFalse();
        }
        assertThat(served).as("the generator reaches stale serving").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20261123, 79})
    @Spec("9111 4.2.3")
    void no_age_is_negative_whatever_the_clocks_and_fields_say(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Case c = randomCase(random);
            StoredFreshness freshness = StoredFreshness.of(c.head(), c.policy());
            Instant beforeItWasReceived = Sample.T0.minusSeconds(random.nextInt(100_000));
            assertThat(freshness.ageSeconds(beforeItWasReceived)).isNotNegative();
            assertThat(freshness.ageSeconds(c.now())).isGreaterThanOrEqualTo(0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 20261123, 80})
    @Spec("9111 3")
    void what_says_no_store_or_private_is_never_stored(long seed) {
        Random random = new Random(seed);
        int stored = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ResponseHead response = new ResponseHead(200 + random.nextInt(400), randomFields(random));
            CachePolicy policy = randomPolicy(random);
            StorageDecision decision =
                    StorageDecider.decide(Sample.get(), RequestContent.ABSENT, response, policy, Sample.T0);
            CacheControl directives = CacheControl.of(response.headers());
            boolean forbidden = directives.privateOfAll()
                    || (directives.has(Directive.NO_STORE) && !directives.has(Directive.MUST_UNDERSTAND));
            if (decision instanceof StorageDecision.Store store) {
                stored++;
                assertThat(forbidden).as("seed %d, %s", seed, response).isFalse();
                assertThat(store.stored().headers().contains("Set-Cookie")).isFalse();
            }
        }
        assertThat(stored).as("the generator reaches storing").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 20261123, 81})
    void no_parser_throws_on_any_text(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5 * ROUNDS; i++) {
            String text = randomText(random);
            Headers headers = Headers.of(
                    "Cache-Control",
                    text,
                    "CDN-Cache-Control",
                    text,
                    "Vary",
                    text,
                    "Connection",
                    text,
                    "Range",
                    text,
                    "Cookie",
                    text,
                    "Cache-Tag",
                    text,
                    "Cache-Groups",
                    text,
                    "Age",
                    text,
                    "Expires",
                    text,
                    "Date",
                    text,
                    "ETag",
                    text,
                    "Last-Modified",
                    text,
                    "If-None-Match",
                    text,
                    "If-Modified-Since",
                    text);
            HttpDate.parse(text, Sample.T0);
            FieldList.members(text);
            EntityTagList.parse(List.of(text));
            RangeField.parse(Headers.of("Range", "bytes=" + text), 10);
            HopByHop.strip(headers);
            CookieField.retain(headers, List.of("a"));
            TargetedCacheControl.parse(text);
            VaryRule.of(headers);
            InputNormaliser.normalise("accept-language", List.of(text));
            InputNormaliser.normalise("accept", List.of(text, text));
            PurgeTags.of(headers);
            UriReference.resolve(Sample.URI, text);
            UriNormaliser.normalise(text);
            if (UriNormaliser.normalise("https", "a", '/' + text) instanceof UriNormalisation.Normalised normalised) {
                VersionedUrl.recognises(normalised.uri());
            }
            ResponseHead response = new ResponseHead(200, headers);
            StorageDecider.decide(
                    Sample.get("Cache-Control", text), RequestContent.ABSENT, response, Sample.HEEDING, Sample.T0);
            decide(new Case(
                    Sample.stored(response),
                    Sample.HEEDING,
                    PurgeVerdict.NOT,
                    new RequestHead(Sample.get().method(), Sample.URI, headers),
                    Sample.T0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 20261123, 82})
    @Spec("3986 6.2.2")
    void a_normal_form_is_its_own_normal_form(long seed) {
        Random random = new Random(seed);
        String alphabet = "ab/.%2EefF5c?&=~-";
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(20); n > 0; n--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (UriNormaliser.normalise("http", "h", path.toString()) instanceof UriNormalisation.Normalised once) {
                assertThat(UriNormaliser.normalise("http", "h", once.uri().pathAndQuery()))
                        .as("seed %d, %s", seed, path)
                        .isEqualTo(once);
                assertThat(once.uri().path() + '/').doesNotContain("/../").doesNotContain("/./");
            }
        }
    }

    private static ReuseDecision decide(Case c) {
        return ReuseDecider.decide(
                c.request(),
                new Candidate.Selected(c.head(), c.verdict(), Candidate.SnapshotState.CURRENT),
                c.policy(),
                c.now());
    }

    private static Case randomCase(Random random) {
        StoredHead head = Sample.stored(new ResponseHead(200, randomFields(random)));
        PurgeVerdict verdict = switch (random.nextInt(6)) {
            case 0 -> new PurgeVerdict.Soft(Sample.after(random.nextInt(100)));
            case 1 -> new PurgeVerdict.Invalidated();
            case 2 -> new PurgeVerdict.Hard();
            default -> PurgeVerdict.NOT;
        };
        RequestHead request = random.nextInt(3) == 0
                ? Sample.get(
                        "Cache-Control",
                        List.of("max-stale", "max-stale=50", "max-age=10", "no-cache", "min-fresh=9")
                                .get(random.nextInt(5)))
                : Sample.get();
        return new Case(head, randomPolicy(random), verdict, request, Sample.after(random.nextInt(400) - 20));
    }

    private static CachePolicy randomPolicy(Random random) {
        CachePolicy.Builder builder =
                CachePolicy.named("random").staleWhileRevalidate(Duration.ofSeconds(random.nextInt(90)));
        if (random.nextInt(4) == 0) {
            builder.ttl(TtlRule.always(Duration.ofSeconds(random.nextInt(200))));
        }
        if (random.nextBoolean()) {
            builder.trait(CachePolicy.Trait.CLIENT_REVALIDATE);
        }
        return builder.build();
    }

    private static Headers randomFields(Random random) {
        Headers.Builder fields = Headers.builder();
        for (int n = random.nextInt(4); n > 0; n--) {
            fields.add(
                    "Cache-Control",
                    PIECES.get(random.nextInt(PIECES.size())) + ", " + PIECES.get(random.nextInt(PIECES.size())));
        }
        fields.add("Date", random.nextBoolean() ? Sample.date(random.nextInt(200) - 100) : randomText(random));
        fields.add("ETag", "\"v\"");
        if (random.nextInt(3) == 0) {
            fields.add("Age", random.nextBoolean() ? "" + random.nextInt(100) : "-5");
            fields.add("Expires", random.nextBoolean() ? Sample.date(random.nextInt(400) - 100) : "0");
            fields.add("Last-Modified", Sample.date(-random.nextInt(100_000)));
            fields.add("Set-Cookie", "session=1");
        }
        return fields.build();
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(24); n > 0; n--) {
            if (random.nextInt(6) == 0) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            } else {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return text.toString();
    }
}
