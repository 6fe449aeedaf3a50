package io.skerry.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.key.QueryRule.Order;
import io.skerry.cache.key.QueryRule.Selection;
import io.skerry.cache.key.QueryRule.Tracking;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.TargetUri;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9111 2")
class CacheKeyFactoryTest {

    private static final TargetUri URI = new TargetUri("https", "shop.example.com", "/p/42", "b=2&a=1");

    @Test
    void the_text_is_site_and_url_then_cookies_and_fields() {
        CacheKeyPolicy policy =
                CacheKeyPolicy.standard().withCookies(List.of("currency")).withHeaders(List.of("X-Device"));
        assertThat(key(URI, policy, "Cookie", "currency=EUR", "x-device", " phone ")
                        .key())
                .hasToString("shop https://shop.example.com/p/42?b=2&a=1 cookie:currency=EUR header:x-device=phone");
    }

    @Test
    void sites_schemes_and_hosts_have_their_own_keys() {
        Set<CacheKey> keys = new HashSet<>();
        for (String site : List.of("shop", "blog")) {
            for (String scheme : List.of("http", "https")) {
                for (String host : List.of("a", "b")) {
                    keys.add(CacheKeyFactory.key(
                                    site,
                                    new TargetUri(scheme, host, "/", ""),
                                    CacheKeyPolicy.standard(),
                                    Headers.empty())
                            .key());
                }
            }
        }
        assertThat(keys).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&utm_source=x&b=2&gclid=y&fbclid=z,a=1&b=2",
        "utm_source=x,''",
        "b=2&a=1&b=1,b=2&a=1&b=1",
        "utmost=1,utmost=1",
        "&&a=1,a=1"
    })
    void tracking_parameters_are_in_no_key(String query, String kept) {
        QueryRule rule = new QueryRule(new Selection.Ignore(Set.of(), List.of(), Tracking.IGNORED), Order.AS_RECEIVED);
        assertThat(canonicalQuery(query, rule)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"b=2&a=1&b=1&c,a=1&b=2&b=1&c", "a,a", "'',''"})
    void sorting_is_by_name_and_keeps_the_order_of_equal_names(String query, String sorted) {
        assertThat(canonicalQuery(query, new QueryRule(new Selection.All(), Order.SORTED)))
                .isEqualTo(sorted);
    }

    @ParameterizedTest
    @CsvSource({"dpr=2&x=1&dpr=3,dpr=2&dpr=3", "x=1,''"})
    void only_the_listed_parameters_are_in_the_key(String query, String kept) {
        assertThat(canonicalQuery(query, new QueryRule(new Selection.Only(Set.of("dpr")), Order.AS_RECEIVED)))
                .isEqualTo(kept);
    }

    @Test
    void what_is_in_the_key_is_what_is_forwarded_unless_the_site_vouches() {
        CacheKeyPolicy keyed =
                CacheKeyPolicy.standard().withQuery(new QueryRule(new Selection.Only(Set.of("a")), Order.AS_RECEIVED));
        assertThat(key(URI, keyed).forwarded()).isEqualTo(URI.withQuery("a=1"));
        CacheKeyPolicy whole = keyed.withForwarding(CacheKeyPolicy.Forwarding.WHOLE_QUERY);
        assertThat(key(URI, whole).forwarded()).isEqualTo(URI);
        assertThat(key(URI, whole).canonical()).isEqualTo(URI.withQuery("a=1"));
    }

    @Test
    void hosts_share_a_key_only_where_the_policy_says_so_and_the_origin_still_sees_the_clients() {
        CacheKeyPolicy shared = CacheKeyPolicy.standard().withHostScope(new HostScope.Shared("shop.example.com"));
        TargetUri www = new TargetUri("https", "www.shop.example.com", "/p/42", "b=2&a=1");
        assertThat(key(www, shared).key()).isEqualTo(key(URI, shared).key());
        assertThat(key(www, shared).canonical()).isEqualTo(URI);
        assertThat(key(www, shared).forwarded()).isEqualTo(www);
        assertThat(CacheKeyFactory.canonical(www, shared)).isEqualTo(URI);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_value_can_pretend_to_be_another_part(long seed) {
        Random random = new Random(seed);
        CacheKeyPolicy policy =
                CacheKeyPolicy.standard().withCookies(List.of("a", "b")).withHeaders(List.of("x"));
        Set<List<String>> inputs = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            List<String> values = List.of(random(random), random(random), random(random), random(random));
            Headers headers =
                    Headers.of("Cookie", "a=" + values.get(0), "Cookie", "b=" + values.get(1), "X", values.get(2));
            KeyedRequest keyed =
                    CacheKeyFactory.key("s" + values.get(3), new TargetUri("http", "h", "/", ""), policy, headers);
            List<String> meant = List.of(
                    RequestInputs.cookie(headers, "a"), RequestInputs.cookie(headers, "b"),
                    RequestInputs.header(headers, "x"), values.get(3));
            assertThat(inputs.add(meant))
                    .as("%s", meant)
                    .isEqualTo(texts.add(keyed.key().text()));
        }
    }

    @Test
    void a_value_that_reads_like_the_next_part_is_none() {
        CacheKeyPolicy policy =
                CacheKeyPolicy.standard().withCookies(List.of("a", "b")).withHeaders(List.of("x"));

        assertThat(key(URI, policy, "Cookie", "a=1 cookie:b=2; b=3").key())
                .isNotEqualTo(key(URI, policy, "Cookie", "a=1; b=2 cookie:b=3").key());
        assertThat(key(URI, policy, "X", "1 2").key())
                .isNotEqualTo(key(URI, policy, "X", "1\\32;2").key());
    }

    @Test
    void the_digest_is_of_the_text_alone_and_stays_what_it_was() {
        CacheKey key = key(URI, CacheKeyPolicy.standard()).key();
        assertThat(CacheKeyFactory.restored(key.text())).isEqualTo(key);
        // Store files depend on these numbers.
        assertThat(Murmur3.hash128("")).containsExactly(0, 0);
        assertThat(Murmur3.hash128("hello")).isEqualTo(Murmur3Reference.hash("hello"));
        assertThat(Murmur3.hash128(key.text())).isEqualTo(Murmur3Reference.hash(key.text()));
    }

    @Test
    void digests_of_similar_keys_differ() {
        Set<Long> highs = new HashSet<>();
        Set<Long> lows = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long[] digest = Murmur3.hash128("shop https://shop.example.com/p/" + i);
            highs.add(digest[0]);
            lows.add(digest[1]);
        }
        assertThat(highs).hasSize(100_000);
        assertThat(lows).hasSize(100_000);
    }

    private static KeyedRequest key(TargetUri uri, CacheKeyPolicy policy, String... fields) {
        return CacheKeyFactory.key("shop", uri, policy, Headers.of(fields));
    }

    private static String canonicalQuery(String query, QueryRule rule) {
        return CacheKeyFactory.canonical(
                        URI.withQuery(query), CacheKeyPolicy.standard().withQuery(rule))
                .query();
    }

    private static String random(Random random) {
        String alphabet = "a \\=:3c;2xcookie";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
