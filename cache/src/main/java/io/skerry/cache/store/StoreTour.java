package io.skerry.cache.store;

/**
 * How much of a store a visitor has seen.
 *
 * @param seen stored responses looked at
 * @param unseen about so many that were not: the visitor stopped, or they are on disk and not indexed yet
 */
public record StoreTour(long seen, long unseen) {

    /** Whether nothing that was stored all the while was left out. */
    public boolean complete() {
        return unseen == 0;
    }
}
