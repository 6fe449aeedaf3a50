package io.skerry.cache.store.tiered;

import io.skerry.cache.store.ResponseSink.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who reads an arriving body, and for whom the writer of one that is not stored waits.
 *
 * <p>It waits for the leader and for followers, each of which may be in the others' way for about two seconds in all: after that it is
 * left behind, so that a slow client slows nobody for long. Guarded by the lock of the {@link Fill}.
 */
final class FillReaders {

    /** How many looks of the watch, half a second apart. */
    private static final int LOOKS_IN_THE_WAY = 4;

    private final List<FillReader> all = new ArrayList<>(4);

    void add(FillReader reader) {
        all.add(reader);
    }

    void remove(FillReader reader) {
        all.remove(reader);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<FillReader> all() {
        return all;
    }

    /**
     * Where the reader stands that is waited for: the last of the leader and the followers that keep up; where there are none, the
     * foremost of those left behind.
     *
     * @param reachable whether all bytes from an offset on can still be had
     * @param nobody the answer where nobody reads
     */
    long pace(LongPredicate reachable, long nobody) {
        long last = Long.MAX_VALUE;
        long foremost = -1;
        for (FillReader reader : all) {
            if (reader.role() == Role.LEADER || keepsUp(reader, reachable)) {
                last = Math.min(last, reader.position());
            }
            foremost = Math.max(foremost, reader.position());
        }
        if (last != Long.MAX_VALUE) {
            return last;
        }
        return foremost < 0 ? nobody : foremost;
    }

    /** Called by the watch while the writer waits: counts it for the last follower if that is so many bytes behind the foremost reader. */
    void noteWhoIsInTheWay(LongPredicate reachable, long behindBytes) {
        FillReader last = null;
        long foremost = 0;
        for (FillReader reader : all) {
            foremost = Math.max(foremost, reader.position());
            if (reader.role() == Role.FOLLOWER && keepsUp(reader, reachable) && isBehind(reader, last)) {
                last = reader;
            }
        }
        if (last != null && foremost - last.position() > behindBytes) {
            last.inTheWay();
        }
    }

    private static boolean isBehind(FillReader reader, @Nullable FillReader other) {
        return other == null || reader.position() < other.position();
    }

    private static boolean keepsUp(FillReader follower, LongPredicate reachable) {
        return follower.timesInTheWay() < LOOKS_IN_THE_WAY && reachable.test(follower.position());
    }
}
