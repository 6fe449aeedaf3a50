package io.skerry.edge.pipeline;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.Candidate.SnapshotState;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.generation.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A stored response that a request holds open while it finds out what to do: handed on inside an answer, or closed, exactly once.
 * Judged anew at every use, since a purge may come during any wait.
 */
final class Held implements AutoCloseable {

    private final StoredResponse response;
    private final StoredFreshness freshness;
    private final SnapshotState snapshots;
    private boolean open = true;

    private Held(StoredResponse response, StoredFreshness freshness, SnapshotState snapshots) {
        this.response = response;
        this.freshness = freshness;
        this.snapshots = snapshots;
    }

    /** Takes over an open response. */
    static Held of(StoredResponse response, CachePolicy policy, Generation generation) {
        return new Held(response, StoredFreshness.of(response.head(), policy), snapshots(response.head(), generation));
    }

    /** Whether the data a stored response was made from is still the newest. */
    static SnapshotState snapshots(StoredHead head, Generation generation) {
        boolean current =
                head.snapshots().stream().allMatch(generation.functions().snapshots()::isCurrent);
        return current ? SnapshotState.CURRENT : SnapshotState.SUPERSEDED;
    }

    StoredResponse response() {
        return response;
    }

    StoredFreshness freshness() {
        return freshness;
    }

    /** As the deciders see it at this moment. */
    Candidate.Selected candidate() {
        return new Candidate.Selected(response.head(), response.verdict(), snapshots);
    }

    /** The response, for an answer that closes it. */
    StoredResponse handOn() {
        if (!open) {
            throw new IllegalStateException("already handed on or closed");
        }
        open = false;
        return response;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            response.close();
        }
    }

    /** Closes what is held, if anything is. */
    static void release(@Nullable Held held) {
        if (held != null) {
            held.close();
        }
    }
}
