package io.skerry.cache.store.hot;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.cache.key.VariantKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients can make to have one hash. Without an order among them a hundred thousand take minutes. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VariantIdTest {

    private static final int MANY = 100_000;
    private static final int HASH = 4711;
    private static final int INVERSE_OF_31 = 0xBDEF7BDF;
    private static final List<VariantInput> LANGUAGE = List.of(new VariantInput(Kind.HEADER, "accept-language"));

    @Test
    void many_keys_of_one_digest_are_told_apart_in_no_time() {
        Map<CacheKey, Integer> map = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            map.put(new CacheKey(7, 7, "site http://a.example/" + i), i);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(map.get(new CacheKey(7, 7, "site http://a.example/" + i)))
                    .isEqualTo(i);
        }
    }

    @Test
    void many_variants_whose_values_were_chosen_for_their_hash_are_told_apart_in_no_time() {
        Cache<VariantId, Integer> policy =
                Caffeine.newBuilder().maximumSize(2L * MANY).build();
        for (int i = 0; i < MANY; i++) {
            VariantId id = chosen(i);
            assertThat(id.hashCode()).isEqualTo(HASH);
            policy.put(id, i);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(policy.getIfPresent(chosen(i))).isEqualTo(i);
        }
    }

    @Test
    void order_and_equality_agree() {
        CacheKey key = new CacheKey(1, 2, "site http://a.example/");
        VariantKey german = new VariantKey(LANGUAGE, List.of("de"));
        VariantKey cookie = new VariantKey(List.of(new VariantInput(Kind.COOKIE, "lang")), List.of("de"));
        List<VariantId> all = List.of(
                new VariantId(key, VariantKey.none()),
                new VariantId(key, german),
                new VariantId(key, new VariantKey(LANGUAGE, List.of("en"))),
                new VariantId(key, cookie),
                new VariantId(new CacheKey(1, 2, "site http://b.example/"), german),
                new VariantId(new CacheKey(2, 2, "site http://a.example/"), german),
                new VariantId(new CacheKey(1, 3, "site http://a.example/"), german));
        for (VariantId one : all) {
            for (VariantId other : all) {
                assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
                assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
            }
        }
    }

    /** Another URL each, and a value that makes the same hash of all. */
    private static VariantId chosen(int i) {
        CacheKey key = new CacheKey(i, i, "site http://a.example/" + i);
        int plain = new VariantId(key, VariantKey.none()).hashCode()
                - 31 * List.of().hashCode();
        int ofValue = INVERSE_OF_31 * (HASH - plain) - 31;
        return new VariantId(key, new VariantKey(LANGUAGE, List.of(textOf(ofValue))));
    }

    /** Seven letters with a hash. */
    private static String textOf(int hash) {
        int rest = hash - "AAAAAAA".hashCode();
        long unsigned = Integer.toUnsignedLong(rest);
        char[] text = new char[7];
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = (char) ('A' + unsigned % 31);
            unsigned /= 31;
        }
        return new String(text);
    }
}
