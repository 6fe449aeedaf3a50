package io.skerry.functions.runtime;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.TargetUri;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a response came about, as far as storing and reusing it depend on that.
 *
 * @param inputs what functions read of the request, in the order of the first read; at most {@link #MAX_INPUTS}
 * @param snapshots the data they read
 * @param tags purge tags they set, and those of the sources
 * @param parents the responses it was made from, and theirs
 * @param bounds the limits that follow for storing it
 */
public record Derivation(
        List<VariantInput> inputs,
        List<SnapshotVersion> snapshots,
        Set<String> tags,
        List<TargetUri> parents,
        Bounds bounds) {

    /** The most inputs a stored response may have. */
    public static final int MAX_INPUTS = 8;

    private static final Derivation NONE =
            new Derivation(List.of(), List.of(), Set.of(), List.of(), new Bounds(null, null, null, null));

    /** Copies the collections. */
    public Derivation {
        inputs = List.copyOf(inputs);
        snapshots = List.copyOf(snapshots);
        tags = Set.copyOf(tags);
        parents = List.copyOf(parents);
    }

    /**
     * Limits for storing a response.
     *
     * @param ttl the longest storing time functions allow, or {@code null}
     * @param sourceFreshness how long the first of its sources stays fresh, or {@code null} without sources
     * @param earliestSource the earliest journal position of its sources, or {@code null} without sources
     * @param refusal why it must not be stored, or {@code null} when it may be
     */
    public record Bounds(
            @Nullable Duration ttl,
            @Nullable Duration sourceFreshness,
            @Nullable JournalStamp earliestSource,
            @Nullable String refusal) {}

    /**
     * The derivation of a response that no function touched.
     *
     * @return without inputs, tags, parents and limits
     */
    public static Derivation none() {
        return NONE;
    }

    /**
     * Why the response must not be stored.
     *
     * @return a reason for explanations and logs; empty when functions do not forbid it
     */
    public Optional<String> refusal() {
        return Optional.ofNullable(bounds.refusal());
    }

    /**
     * The longest time the response may be stored as fresh.
     *
     * @return the shorter of the functions' ttl and the sources' freshness; empty when there is no such limit
     */
    public Optional<Duration> longestFreshness() {
        return Optional.ofNullable(shorter(bounds.ttl(), bounds.sourceFreshness()));
    }

    /**
     * The earliest journal position of the sources (purge rule 3: a derived response takes the minimum).
     *
     * @return empty without sources
     */
    public Optional<JournalStamp> earliestSource() {
        return Optional.ofNullable(bounds.earliestSource());
    }

    static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
