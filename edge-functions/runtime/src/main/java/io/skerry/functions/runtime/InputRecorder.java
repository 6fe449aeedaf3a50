package io.skerry.functions.runtime;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.message.TargetUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the functions of a route read and declared in the cached phases of one request.
 *
 * <p>Functions also run on other threads than the request's, one after the other, but one that was cut off at its
 * deadline may still be running beside the next; hence the lock. After {@link #seal} everything but sealing again throws
 * {@link IllegalStateException}.
 */
final class InputRecorder {

    private static final int MAX_TAGS = 256;
    private static final int MAX_TAG_LENGTH = 1024;
    private static final int MAX_PARENTS = 64;
    /** Longer than any response is fresh; a moment can be told from it. */
    private static final Duration LONGEST_TTL = Duration.ofDays(100 * 365);

    private final Set<VariantInput> inputs = new LinkedHashSet<>();
    private final Map<String, String> snapshots = new LinkedHashMap<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<TargetUri> parents = new LinkedHashSet<>();
    private @Nullable Duration ttl;
    private @Nullable Duration sourceFreshness;
    private @Nullable JournalStamp earliestSource;
    private @Nullable String refusal;
    private @Nullable Derivation sealed;

    synchronized void input(VariantInput input) {
        requireOpen();
        if (inputs.size() == Derivation.MAX_INPUTS && !inputs.contains(input)) {
            refuse("functions read more than " + Derivation.MAX_INPUTS + " inputs");
            return;
        }
        inputs.add(input);
    }

    synchronized void snapshot(String name, String version) {
        requireOpen();
        // The first read counts: with an older version recorded, the next lookup fetches anew.
        snapshots.putIfAbsent(name, version);
    }

    synchronized void tag(String tag) {
        requireOpen();
        if (tag.isEmpty()
                || tag.length() > MAX_TAG_LENGTH
                || !tag.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',')) {
            throw new IllegalArgumentException("a tag is printable ASCII without commas and white space: " + tag);
        }
        keep(tag);
    }

    // Tags of sources are stored as origins gave them, with whatever they hold.
    private void keep(String tag) {
        if (tags.add(tag) && tags.size() > MAX_TAGS) {
            refuse("functions set more than " + MAX_TAGS + " tags");
        }
    }

    synchronized void parent(TargetUri parent) {
        requireOpen();
        if (parents.add(parent) && parents.size() > MAX_PARENTS) {
            refuse("made from more than " + MAX_PARENTS + " responses");
        }
    }

    synchronized void shorten(Duration longest) {
        requireOpen();
        if (longest.isNegative()) {
            throw new IllegalArgumentException("a ttl is not negative: " + longest);
        }
        ttl = Derivation.shorter(ttl, Derivation.shorter(LONGEST_TTL, longest));
    }

    /** The first reason counts. */
    synchronized void refuse(String reason) {
        requireOpen();
        if (refusal == null) {
            refusal = reason;
        }
    }

    synchronized void source(SourceFacts facts) {
        requireOpen();
        Derivation source = facts.derivation();
        parent(facts.uri());
        source.parents().forEach(this::parent);
        source.inputs().forEach(this::input);
        source.snapshots().forEach(snapshot -> snapshot(snapshot.name(), snapshot.version()));
        source.tags().forEach(this::keep);
        source.refusal().ifPresent(reason -> refuse("source " + facts.uri().path() + ": " + reason));
        sourceFreshness = Derivation.shorter(sourceFreshness, facts.freshness());
        JournalStamp stamp = source.bounds().earliestSource();
        if (stamp != null) {
            earliestSource = earliestSource == null ? stamp : earliestSource.earlier(stamp);
        }
    }

    synchronized void requireOpen() {
        if (sealed != null) {
            throw new IllegalStateException("the head of the response is out: nothing more can be read or declared");
        }
    }

    synchronized boolean hasParents() {
        return !parents.isEmpty();
    }

    synchronized Derivation seal() {
        if (sealed == null) {
            sealed = recorded();
        }
        return sealed;
    }

    /** What was recorded, which is forgotten; recording goes on. */
    synchronized Derivation take() {
        requireOpen();
        Derivation taken = recorded();
        inputs.clear();
        snapshots.clear();
        tags.clear();
        parents.clear();
        ttl = null;
        sourceFreshness = null;
        earliestSource = null;
        refusal = null;
        return taken;
    }

    private Derivation recorded() {
        List<SnapshotVersion> versions = new ArrayList<>(snapshots.size());
        snapshots.forEach((name, version) -> versions.add(new SnapshotVersion(name, version)));
        return new Derivation(
                List.copyOf(inputs),
                versions,
                tags,
                List.copyOf(parents),
                new Derivation.Bounds(ttl, sourceFreshness, earliestSource, refusal));
    }
}
