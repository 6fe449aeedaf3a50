package io.skerry.edge.pipeline.answer;

import io.skerry.cache.parts.RangeAskDecider.Sharing;

/**
 * How often a request has tried to get its answer together with others, and what came of that: it does not try for ever. Confined to the
 * event loop of its client.
 */
public final class Attempts {

    private int joins;
    private int failedLeaders;
    private int outdated;
    private Sharing sharing = Sharing.SHARED;

    Attempts() {}

    /** How often it has joined a flight. */
    public int joins() {
        return joins;
    }

    /** It joins a flight, or looks once more for what a flight has left. */
    public void joined() {
        joins++;
    }

    /** How many leaders it followed have failed, this one included. */
    public int leaderFailed() {
        return ++failedLeaders;
    }

    Sharing sharing() {
        return sharing;
    }

    /** Its fetch is for fewer from here on. */
    public void share(Sharing fewer) {
        sharing = fewer;
    }

    /**
     * A response kept in slices was of another version than the origin's. Found so twice, the origin does not answer with one version
     * at a time, and this request no longer relies on it.
     */
    public void foundOutdated() {
        outdated++;
        if (outdated > 1) {
            sharing = Sharing.ALONE;
        }
    }
}
