package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that were good once, with bytes changed, lost and doubled: each is a value, never an exception. */
class PurgeBodyFuzzTest {

    private static final byte[] GOOD = """
            {"files": ["https://shop.example.com/p?q=%20", {"url": "http://shop.example.com/", "ignore_query": true,
                       "headers": {"Accept-Language": "de;q=0.5, en"}}],
             "tags": ["product-42", "gr\\u00f6\\u00dfe"], "prefixes": ["shop.example.com/a"], "hosts": ["[::1]:8443"],
             "mode": "soft", "scope": "node", "dry_run": false, "site": "shop", "reason": "\\n"}
            """.getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVENT = """
            {"type": "uri-prefix", "selectors": ["https://shop.example.com:443/a/../b"], "purge": true}
            """.getBytes(StandardCharsets.UTF_8);
    private static final String TELLING = "{}[]\":,\\/.%#?u0-+eE \u0000\uFFFF";

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void mangled_body_is_parsed_or_refused_with_a_reason(long seed) {
        Random random = new Random(seed);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            ParsedBody body = PurgeBody.parse(mangled(random.nextInt(4) == 0 ? EVENT : GOOD, random));
            switch (body) {
                case ParsedBody.Parsed good -> parsed++;
                case ParsedBody.Invalid invalid -> assertThat(invalid.errors()).isNotEmpty();
                case ParsedBody.Unsupported unsupported ->
                    assertThat(unsupported.errors()).isNotEmpty();
            }
        }
        assertThat(parsed).as("some changes do no harm").isBetween(100, 19_000);
    }

    private static byte[] mangled(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                case 2 -> bytes = joined(bytes, at, Math.min(bytes.length, at + random.nextInt(8)));
                default -> bytes = joined(bytes, at, Math.max(0, at - random.nextInt(8)));
            }
        }
        return bytes;
    }

    /** The bytes up to one place and from another one on: some are lost, or some come twice. */
    private static byte[] joined(byte[] bytes, int end, int from) {
        byte[] joined = new byte[end + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, end);
        System.arraycopy(bytes, from, joined, end, bytes.length - from);
        return joined;
    }
}
