package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.edge.cluster.LogState.Past;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a log that goes on from one that lost something: within an epoch numbers have no gaps, and whatever has one, or another
 * epoch, means that purges may be missing. Pure.
 */
sealed interface Continuity {

    /**
     * Nothing is missing.
     *
     * @param purges to be applied
     * @param upTo where the log is read to then
     */
    record Continues(List<PeerPurge> purges, ClusterPosition upTo) implements Continuity {
        public Continues {
            purges = List.copyOf(purges);
        }
    }

    /** Purges may be missing. */
    record Broken(Loss loss) implements Continuity {}

    /** What happened to the log. */
    enum Loss {
        /** This node follows a log for the first time. */
        FIRST_CONTACT("first-contact"),
        /** The log was begun anew: flushed, or declared broken by another node. */
        NEW_EPOCH("new-epoch"),
        /** Entries were trimmed before this node had read them. */
        GAP("gap"),
        /** The log has fewer entries than this node has read: an old copy took its place. */
        ROLLED_BACK("rolled-back"),
        /** An entry that this version cannot read. */
        UNREADABLE("unreadable");

        private final String token;

        Loss(String token) {
            this.token = token;
        }

        /** The word for it in logs and metrics. */
        String token() {
            return token;
        }
    }

    /** What entries read after a position mean. */
    static Continuity after(ClusterPosition position, List<LogEntry> entries) {
        List<PeerPurge> purges = new ArrayList<>(entries.size());
        ClusterPosition at = position;
        for (LogEntry entry : entries) {
            Continuity.Loss loss = loss(at, entry.position());
            if (loss != null) {
                return new Broken(loss);
            }
            if (entry.purge().isEmpty()) {
                return new Broken(Loss.UNREADABLE);
            }
            purges.add(entry.purge().get());
            at = entry.position();
        }
        return new Continues(purges, at);
    }

    /** What the state of the log means for a node that has read it up to a position. */
    static Continuity at(ClusterPosition position, LogState state) {
        if (!position.known()) {
            return new Broken(Loss.FIRST_CONTACT);
        }
        ClusterPosition end = state.end();
        if (end.epoch() != position.epoch()) {
            return new Broken(Loss.NEW_EPOCH);
        }
        // By its number alone a copy that has been written to since may look as if it went on.
        if (end.seq() < position.seq() || state.past() == Past.REWRITTEN) {
            return new Broken(Loss.ROLLED_BACK);
        }
        if (end.seq() > position.seq() && state.next().isEmpty()) {
            return new Broken(Loss.GAP);
        }
        Loss loss = state.next().map(next -> loss(position, next)).orElse(null);
        return loss == null ? new Continues(List.of(), position) : new Broken(loss);
    }

    private static @org.jspecify.annotations.Nullable Loss loss(ClusterPosition from, ClusterPosition next) {
        if (next.epoch() != from.epoch()) {
            return Loss.NEW_EPOCH;
        }
        if (next.seq() <= from.seq()) {
            return Loss.ROLLED_BACK;
        }
        return next.seq() == from.seq() + 1 ? null : Loss.GAP;
    }
}
