package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.Candidate.SnapshotState;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.generation.Generation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored response that a request holds open while it finds out what to do: handed on inside an answer, or closed, exactly once.
 * Judged anew at every use, since a purge may come during any wait.
 */
public final class Held implements AutoCloseable {

    private final StoredResponse response;
    private final PreparedHit prepared;
    private final SnapshotState snapshots;
    private boolean open = true;

    private Held(StoredResponse response, PreparedHit prepared, SnapshotState snapshots) {
        this.response = response;
        this.prepared = prepared;
        this.snapshots = snapshots;
    }

    /** Takes over an open response that was found for the exchange. */
    public static Held of(StoredResponse response, Exchange exchange) {
        try {
            return new Held(
                    response,
                    PreparedHit.of(response, exchange.route(), exchange.policy()),
                    snapshots(response.head(), exchange.generation()));
        } catch (Throwable defect) {
            response.close();
            throw defect;
        }
    }

    /** Whether the data a stored response was made from is still the newest. */
    public static SnapshotState snapshots(StoredHead head, Generation generation) {
        List<SnapshotVersion> read = head.snapshots();
        boolean current =
                read.isEmpty() || read.stream().allMatch(generation.functions().snapshots()::isCurrent);
        return current ? SnapshotState.CURRENT : SnapshotState.SUPERSEDED;
    }

    /** The open response; stays owned by this. */
    public StoredResponse response() {
        return response;
    }

    /** Its freshness under its route's policy. */
    public StoredFreshness freshness() {
        return prepared.freshness();
    }

    /** What hits on it have in common. */
    PreparedHit prepared() {
        return prepared;
    }

    /** As the deciders see it at this moment. */
    public Candidate.Selected candidate() {
        return new Candidate.Selected(response.head(), response.verdict(), snapshots);
    }

    /** The response, for an answer that closes it. */
    public StoredResponse handOn() {
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
    public static void release(@Nullable Held held) {
        if (held != null) {
            held.close();
        }
    }
}
