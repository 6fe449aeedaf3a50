package io.skerry.cache.purge.record;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;
import java.util.Objects;

/** One entry of the journal, in the order of the numbers. */
public sealed interface PurgeRecord {

    /** Counts from 1 without gaps. */
    long number();

    /**
     * One purge with all its selectors, so that a crash leaves all of it or nothing.
     *
     * @param number see {@link #number()}
     * @param id the same on every node
     * @param scope on which nodes it is meant to be in force
     * @param epochMillis when it was given its number here; soft purges count their stale windows from it
     * @param mode hard or soft
     * @param selectors what it means, at least one
     */
    record Purge(
            long number, PurgeId id, PurgeScope scope, long epochMillis, PurgeMode mode, List<PurgeSelector> selectors)
            implements PurgeRecord {
        public Purge {
            Objects.requireNonNull(id);
            Objects.requireNonNull(scope);
            Objects.requireNonNull(mode);
            selectors = List.copyOf(selectors);
        }

        /** The purge without its place in this journal. */
        public PeerPurge order() {
            return new PeerPurge(id, mode, selectors);
        }
    }

    /**
     * Purges nothing; only the number counts. Written at every start, so that invalidations of this run are newer than every
     * response stored in an earlier one.
     *
     * @param number see {@link #number()}
     */
    record Mark(long number) implements PurgeRecord {}
}
