package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;

/** Hears of calls, for metrics. Called on event loops; must not block. */
public interface PurgeEvents {

    /** A purge is in force. */
    void applied(List<PurgeSelector> selectors, PurgeMode mode);

    /** So many stored responses were found by a purge that is in force. */
    void matched(long objects);

    /** A call was answered with this status, whatever it was. */
    void answered(int status);

    /** Hears nothing. */
    static PurgeEvents ignored() {
        return new PurgeEvents() {
            @Override
            public void applied(List<PurgeSelector> selectors, PurgeMode mode) {}

            @Override
            public void matched(long objects) {}

            @Override
            public void answered(int status) {}
        };
    }
}
