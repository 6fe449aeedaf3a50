package io.skerry.edge;

/**
 * How many clients' connections the files that a process may open leave room for. Pure.
 *
 * <p>Where clients could take every one of them, nothing else would go on: no origin asked, no long body read from disk, no purge taken, and
 * who has connected last waits for those of long ago. So each connection is counted twice, once for the one to an origin, or the file
 * of the disk tier, that its request may need.
 */
final class ConnectionRoom {

    /** For the admin listener's connections, shards that are opened later and what is opened for a moment. */
    static final long KEPT = 128;

    /** Fewer would serve nobody. */
    static final int LEAST = 16;

    private ConnectionRoom() {}

    /**
     * The most connections of each listener.
     *
     * @param wanted by the routes file
     * @param listeners for clients, at least 1
     * @param most files that the process may open; unknown if it is not positive
     * @param open already, before the first client
     */
    static int each(int wanted, int listeners, long most, long open) {
        if (most <= 0) {
            return wanted;
        }
        long room = (most - open - KEPT) / 2 / listeners;
        return (int) Math.min(wanted, Math.max(LEAST, room));
    }
}
