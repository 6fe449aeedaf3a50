package io.skerry.edge.server.http2;

import java.util.concurrent.TimeUnit;

/**
 * How the client of one HTTP/2 stream takes what is to be sent to it (RFC 9113 5.2), as far as its windows tell.
 *
 * <p>Who reads slowly says nothing while it has not used up what it was sent: a client with a window of 10 MiB and 1 MiB/s to spare is silent
 * for five to ten seconds and blocks its stream meanwhile. So a stream stalls only when it has been blocked for longer than a client that
 * takes {@link #SLOWEST} bytes a second needs for what it has, and for the time-out of writing at least.
 *
 * <p>Not safe for use by several threads.
 */
final class StreamReading {

    /** Bytes a second. */
    static final long SLOWEST = 64 * 1024;

    private long increments;
    private long largestIncrement;
    private boolean blocked;
    private long blockedSince;
    private int blockedWindow;

    /** The client has made room for more bytes, at least 1. */
    void granted(int bytes) {
        increments += bytes;
        largestIncrement = Math.max(largestIncrement, bytes);
        blocked = false;
    }

    /** The stream has nothing to send, or room. */
    void flows() {
        blocked = false;
    }

    /**
     * The stream waits for room.
     *
     * @param initialWindow of all streams now, in bytes
     * @param window of this one, in bytes; negative where the client has shrunk it
     * @param nanos the time, as {@link System#nanoTime} gives it
     * @param patienceNanos for how long it may wait at least
     * @return whether it has waited for too long
     */
    boolean stalls(int initialWindow, int window, long nanos, long patienceNanos) {
        if (!blocked || window != blockedWindow) {
            blocked = true;
            blockedSince = nanos;
            blockedWindow = window;
            return false;
        }
        long sent = initialWindow + increments - window;
        long unused = Math.min(sent, Math.max(initialWindow, largestIncrement));
        long needed = unused * TimeUnit.SECONDS.toNanos(1) / SLOWEST;
        return nanos - blockedSince >= Math.max(patienceNanos, needed);
    }
}
