package io.skerry.edge.server.http2;

import java.time.Duration;

/**
 * Tells an HTTP/2 connection whose streams are made to be reset from one whose clients leave now and then.
 *
 * <p>A stream that is reset makes room for the next one at once, so that a client need not wait for what it asked for (CVE-2023-44487;
 * CVE-2025-8671 where the server is brought to reset it). A proxy that sends many clients' requests over one connection resets some of
 * them too, and many where there are many: therefore it is a flood only if there are more resets than {@link #ALLOWED} in a window of
 * time <em>and</em> more than half as many as new streams. A flood is nothing but resets; what less than half of all requests can do
 * by being reset, they could do by being answered.
 *
 * <p>Not safe for use by several threads.
 */
final class ResetFlood {

    /** So many resets in a window are nobody's business. */
    static final int ALLOWED = 200;

    /** Streams opened before a window count as far as they may be open still when it begins. */
    private static final int OPEN_BEFORE = 128;

    /** Begins with a reset. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private long windowSince;
    private long opened;
    private long reset;

    /** A stream was opened. */
    void opened() {
        opened++;
    }

    /**
     * A stream was reset, by either side.
     *
     * @param nanos the time, as {@link System#nanoTime} gives it
     * @return whether that is a flood
     */
    boolean reset(long nanos) {
        if (reset == 0 || nanos - windowSince >= WINDOW.toNanos()) {
            windowSince = nanos;
            opened = Math.min(opened, OPEN_BEFORE);
            reset = 0;
        }
        reset++;
        return reset > ALLOWED && reset * 2 > opened;
    }
}
