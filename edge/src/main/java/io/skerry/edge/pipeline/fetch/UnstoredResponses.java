package io.skerry.edge.pipeline.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.skerry.cache.key.CacheKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the last response of a key was not stored, for those who ask afterwards. Bounded; the oldest are forgotten. Decides nothing.
 * Any thread.
 */
public final class UnstoredResponses {

    private static final int MOST_KEYS = 10_000;

    private final Cache<CacheKey, Unstored> byKey =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

    /**
     * A response that was passed on without being stored.
     *
     * @param status of the response
     * @param reason the deciding reason's token
     * @param at when its head was received
     */
    public record Unstored(int status, String reason, Instant at) {}

    /** Remembers a refusal in place of an earlier one. */
    void remember(CacheKey key, Unstored unstored) {
        byKey.put(key, unstored);
    }

    /** A response of this key is being stored. */
    void forget(CacheKey key) {
        byKey.invalidate(key);
    }

    /** The last refusal, if it is still remembered and nothing has been stored since. */
    public Optional<Unstored> of(CacheKey key) {
        return Optional.ofNullable(byKey.policy().getIfPresentQuietly(key));
    }
}
