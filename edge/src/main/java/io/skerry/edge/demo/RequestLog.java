package io.skerry.edge.demo;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the origin was asked, newest last: the proof that a hit at the edge asked it nothing. Event loop of the origin. */
final class RequestLog {
    private static final int KEPT = 500;

    private final Deque<Seen> newest = new ArrayDeque<>();
    private long total;

    /**
     * One request the origin received.
     *
     * @param number 1 for the first since start
     * @param from who asked
     */
    record Seen(long number, Instant at, String method, String target, Asker from) {}

    /** Who sent a request: told apart by the Via field that a proxy must add (RFC 9110 7.6.3). */
    enum Asker {
        EDGE,
        CLIENT
    }

    /** The log as the page gets it: how many there were in all, and the newest of them. */
    record Content(long total, List<Seen> requests) {}

    void add(Instant at, String method, String target, Asker from) {
        total++;
        newest.addLast(new Seen(total, at, method, target, from));
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
    }

    Content content() {
        return new Content(total, List.copyOf(newest));
    }
}
