package io.skerry.edge.purges;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.edge.metrics.PurgeMeters;
import io.skerry.purgeapi.http.PurgeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Counts purges by what they name and how, and calls by how they were answered. Any thread. */
public record MeteredPurges(PurgeMeters meters) implements PurgeEvents {

    public MeteredPurges {
        Objects.requireNonNull(meters);
    }

    @Override
    public void applied(List<PurgeSelector> selectors, PurgeMode mode) {
        for (PurgeSelector selector : selectors) {
            meters.applied(kind(selector), mode.token(), 1);
        }
    }

    @Override
    public void matched(long objects) {
        meters.matched(objects);
    }

    @Override
    public void complete(Duration took) {
        meters.complete(took);
    }

    @Override
    public void turnedAway(String reason) {
        meters.turnedAway(reason);
    }

    @Override
    public void answered(int status) {
        meters.answered(status);
    }

    private static String kind(PurgeSelector selector) {
        return switch (selector) {
            case PurgeSelector.Url _ -> "url";
            case PurgeSelector.UrlVariant _ -> "variant";
            case PurgeSelector.Tag _ -> "tag";
            case PurgeSelector.Prefix _ -> "prefix";
            case PurgeSelector.Host _ -> "host";
            case PurgeSelector.Everything _ -> "everything";
        };
    }
}
