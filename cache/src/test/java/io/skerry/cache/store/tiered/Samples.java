package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Keys, heads and bodies that tests are made of; a body is a function of its path and version. */
final class Samples {

    static final long INCARNATION = 0x5eed;
    static final InputSource NO_INPUTS = input -> "";
    static final VariantInput ENCODING = new VariantInput(VariantInput.Kind.HEADER, "accept-encoding");

    private Samples() {}

    static CacheKey key(String path) {
        SplittableRandom digest = new SplittableRandom(path.hashCode() * 0x9E3779B97F4A7C15L);
        return new CacheKey(digest.nextLong(), digest.nextLong(), "site https example.org " + path);
    }

    static StoredHead head(String path) {
        return head(path, VariantKey.none(), 1, 0, Set.of());
    }

    static StoredHead head(String path, VariantKey variant, int version, long seq, Set<String> tags) {
        return new StoredHead(
                key(path),
                variant,
                "shop",
                new TargetUri("https", "example.org", path, "v=1"),
                new ResponseHead(200, Headers.of("Content-Type", "text/plain", "X-Version", Integer.toString(version))),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Instant.parse("2026-01-02T03:04:06.789123456Z"),
                tags,
                List.of(new TargetUri("https", "example.org", "/parent", "")),
                List.of(),
                new Validators(Optional.of("\"v" + version + "\""), Optional.empty()),
                new Validators(Optional.of("W/\"v" + version + "\""), Optional.of("Fri, 02 Jan 2026 03:04:05 GMT")),
                "identity",
                new BodyLayout.Whole(0),
                new JournalStamp(INCARNATION, seq));
    }

    static VariantKey encoded(String coding) {
        return new VariantKey(List.of(ENCODING), List.of(coding));
    }

    static byte[] body(String path, int version, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(path.hashCode() + 31L * version).nextBytes(bytes);
        return bytes;
    }
}
