package io.skerry.cache.key;

import io.skerry.cache.message.TargetUri;
import java.util.Objects;

/**
 * A request's primary key, and the URIs that go with it.
 *
 * @param key what its response is stored under
 * @param canonical the client's URI as far as it is in the key: what purges match
 * @param forwarded the client's URI as the origin may see it, before rewriting; keeps the client's host
 */
public record KeyedRequest(CacheKey key, TargetUri canonical, TargetUri forwarded) {
    public KeyedRequest {
        Objects.requireNonNull(key);
        Objects.requireNonNull(canonical);
        Objects.requireNonNull(forwarded);
    }
}
