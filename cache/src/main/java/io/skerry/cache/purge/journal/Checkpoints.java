package io.skerry.cache.purge.journal;

import java.util.ArrayDeque;
import java.util.Iterator;

/** Where in the journal's file some of its records end, near enough to each other to cut there. The writer only. */
final class Checkpoints {

    private static final long EVERY_BYTES = 64 << 10;

    private final ArrayDeque<Place> places = new ArrayDeque<>();
    private Place start;
    private Place newest;

    /**
     * The end of a record.
     *
     * @param number the record's
     * @param end the next byte's position
     */
    record Place(long number, long end) {}

    /** The places of a journal that is read, or written, from its first record on. */
    Checkpoints(JournalHeader header) {
        start = new Place(header.firstNumber() - 1, JournalHeader.BYTES);
        newest = start;
    }

    /** A record ends there. */
    void note(long number, long end) {
        Place last = places.isEmpty() ? start : places.getLast();
        newest = new Place(number, end);
        if (end - last.end() >= EVERY_BYTES) {
            places.add(newest);
        }
    }

    /** The last known place at or before the end of a record. */
    Place lastUpTo(long number) {
        if (newest.number() <= number) {
            return newest;
        }
        Place found = start;
        for (Place place : places) {
            if (place.number() > number) {
                break;
            }
            found = place;
        }
        return found;
    }

    /** The file was replaced by one in which the records after {@code cut} begin at {@code to}. */
    void moved(Place cut, long to) {
        long by = to - cut.end();
        ArrayDeque<Place> rest = new ArrayDeque<>();
        for (Iterator<Place> each = places.iterator(); each.hasNext(); ) {
            Place place = each.next();
            if (place.number() > cut.number()) {
                rest.add(new Place(place.number(), place.end() + by));
            }
        }
        places.clear();
        places.addAll(rest);
        newest = new Place(newest.number(), newest.end() + by);
        start = new Place(cut.number(), to);
    }
}
