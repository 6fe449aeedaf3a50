package io.skerry.functions.runtime;

import io.skerry.cache.message.TargetUri;
import java.time.Duration;
import java.util.Objects;

/**
 * What the edge knows of a response that a function fetched to make another one of it.
 *
 * @param uri its canonical URI, which becomes a parent of the derived response
 * @param freshness how long it stays fresh from now on; zero when it is stale or must not be stored
 * @param derivation its own tags, parents, inputs, snapshots and journal position, all of which the derived response
 *     takes over
 */
public record SourceFacts(TargetUri uri, Duration freshness, Derivation derivation) {

    /** Refuses {@code null} and a negative freshness. */
    public SourceFacts {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(derivation, "derivation");
        if (freshness.isNegative()) {
            throw new IllegalArgumentException("freshness is not negative: " + freshness);
        }
    }
}
