package io.skerry.edge.oracle;

import java.util.List;

/**
 * What a load found, in one line.
 *
 * @param responses answers with a head
 * @param complete whole, published, recent enough and the client's own
 * @param corrupt never published, or ended as if whole when they were not
 * @param staleAfterPurge older than a purge acknowledged before
 * @param foreign another's
 * @param failed no answer, an error, or broken off visibly
 * @param left the client left on purpose
 * @param hits of the complete ones, those that the edge says it had stored
 * @param samples a few of the bad findings in words
 */
public record OracleResult(
        long responses,
        long complete,
        long corrupt,
        long staleAfterPurge,
        long foreign,
        long failed,
        long left,
        long hits,
        List<String> samples) {

    public OracleResult {
        samples = List.copyOf(samples);
    }

    /** Whether nothing was served that must never be served. */
    public boolean isClean() {
        return corrupt == 0 && staleAfterPurge == 0 && foreign == 0;
    }

    @Override
    public String toString() {
        return "responses " + responses + ", complete " + complete + ", corrupt " + corrupt + ", stale-after-purge "
                + staleAfterPurge + ", foreign " + foreign + ", failed " + failed + " (left " + left + ", hits " + hits
                + ")" + (samples.isEmpty() ? "" : "\n  " + String.join("\n  ", samples));
    }
}
