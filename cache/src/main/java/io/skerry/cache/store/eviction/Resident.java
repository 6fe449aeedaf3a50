package io.skerry.cache.store.eviction;

/**
 * What a {@link VictimChooser} knows of one stored response.
 *
 * <p>Uses are noted by whoever finds the response, without a lock: a lost count does no harm. Everything else changes under the lock of
 * the queue that holds it.
 */
public abstract class Resident {

    /** In no queue. */
    static final int OUT = -1;

    private final long digest;
    private final int weight;

    private float uses;
    private double clockAtUse;
    private long lastUse;

    float usesBefore;
    double worth;
    long rankedUse;
    int place = OUT;

    /**
     * Makes a response that nobody has used yet.
     *
     * @param digest of its keys, all bits alike well mixed
     * @param weight what it takes of the capacity
     */
    protected Resident(long digest, int weight) {
        this.digest = digest;
        this.weight = weight;
    }

    /** The digest of its keys. */
    public final long digest() {
        return digest;
    }

    /** What it takes of the capacity. */
    public final int weight() {
        return weight;
    }

    /** When it was last used or let in, on the count of what was let in. */
    public final long lastUse() {
        return lastUse;
    }

    final void usedAt(double clock, long count) {
        uses += 1;
        clockAtUse = clock;
        lastUse = count;
    }

    final void enters(float usesBefore, double clock, long count) {
        this.usesBefore = usesBefore;
        uses = usesBefore;
        clockAtUse = clock;
        lastUse = count;
    }

    final float uses() {
        return uses;
    }

    final double clockAtUse() {
        return clockAtUse;
    }
}
