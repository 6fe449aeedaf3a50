package io.skerry.cache.storing;

import io.skerry.cache.freshness.FreshnessLifetime;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.ResponseHead;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether a response is stored. */
public sealed interface StorageDecision {

    /**
     * It may be stored.
     *
     * @param stored the head as it is stored: without connection-specific fields, without fields that {@code no-cache} or {@code
     *     private} name, without Set-Cookie where the policy strips it, with a Date
     * @param tags purge tags that the origin gave
     * @param vary the request fields that select it, sorted
     * @param lifetime how long it will be fresh, and what says so
     */
    record Store(ResponseHead stored, Set<String> tags, List<VariantInput> vary, FreshnessLifetime lifetime)
            implements StorageDecision {
        public Store {
            Objects.requireNonNull(stored);
            tags = Set.copyOf(tags);
            vary = List.copyOf(vary);
            Objects.requireNonNull(lifetime);
        }
    }

    /**
     * It may not.
     *
     * @param reason why
     */
    record DoNotStore(NoStoreReason reason) implements StorageDecision {
        public DoNotStore {
            Objects.requireNonNull(reason);
        }
    }
}
