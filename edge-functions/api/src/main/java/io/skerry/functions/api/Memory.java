package io.skerry.functions.api;

import java.time.Duration;

/**
 * Memory for a function's own work, such as pixels. What is large is asked for before it is taken, so that the functions of an edge
 * together stay within its bounds. Thread-safe.
 */
public interface Memory {

    /**
     * The most there is, for all functions together.
     *
     * @return bytes; asking for more is never granted
     */
    long limitBytes();

    /**
     * Takes memory; waits in turn while others have it, so it is for {@link Outcome.Compute} and {@link Outcome.Blocking} work.
     *
     * @param bytes how much
     * @param patience how long to wait
     * @return whether it was granted; whoever gets true gives as much back, once
     * @throws InterruptedException when nobody waits for the work any more
     */
    boolean take(long bytes, Duration patience) throws InterruptedException;

    /**
     * Gives back what was granted.
     *
     * @param bytes as many as were asked for
     */
    void giveBack(long bytes);
}
