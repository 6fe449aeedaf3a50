package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.time.Duration;
import java.util.List;

/** Hears of calls, for metrics. Called on event loops; must not block. */
public interface PurgeEvents {

    /** A purge is in force. */
    void applied(List<PurgeSelector> selectors, PurgeMode mode);

    /** So many stored responses were found by a purge that is in force. */
    void matched(long objects);

    /** Every node that a purge means has it, so long after it was asked for. */
    void complete(Duration took);

    /**
     * A caller was not let in.
     *
     * @param reason {@code no-token}, {@code wrong-token}, {@code expired-token}; {@code limited} for a token over its limit, {@code
     *     limited-stranger} for an address over its own
     */
    void turnedAway(String reason);

    /** A call was answered with this status, whatever it was. */
    void answered(int status);
}
