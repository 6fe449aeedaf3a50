package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;

/** Hears of purge calls, for metrics. Called on event loops; must not block. */
public interface PurgeEvents {

    /** A purge is in force. */
    void applied(List<PurgeSelector> selectors, PurgeMode mode);

    /** A call was answered with this status, whatever it was. */
    void answered(int status);

    /** Hears nothing. */
    static PurgeEvents ignored() {
        return new PurgeEvents() {
            @Override
            public void applied(List<PurgeSelector> selectors, PurgeMode mode) {}

            @Override
            public void answered(int status) {}
        };
    }
}
