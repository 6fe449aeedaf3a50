package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Shows how the cluster looks from this node. Any thread. */
public final class ClusterMeters {

    private final Supplier<Reading> readings;
    private final MultiGauge lags;
    private final MultiGauge losses;

    /**
     * What is shown.
     *
     * @param inTouch whether the node follows the cluster's log
     * @param leaseHeld whether stored content may be used unasked
     * @param evictable whether Redis may evict the log
     * @param seq the newest entry of the log applied here
     * @param queued purges that the log does not have yet
     * @param lags entries that each other node has not applied, by name
     * @param losses how often everything stored was dropped, by reason
     */
    public record Reading(
            boolean inTouch,
            boolean leaseHeld,
            boolean evictable,
            long seq,
            int queued,
            Map<String, Long> lags,
            Map<String, Long> losses) {
        public Reading {
            lags = Map.copyOf(lags);
            losses = Map.copyOf(losses);
        }
    }

    ClusterMeters(MeterRegistry registry, Supplier<Reading> readings) {
        this.readings = Objects.requireNonNull(readings);
        Gauge.builder("skerry.cluster.connected", () -> readings.get().inTouch() ? 1 : 0)
                .register(registry);
        Gauge.builder("skerry.cluster.lease", () -> readings.get().leaseHeld() ? 1 : 0)
                .register(registry);
        Gauge.builder("skerry.cluster.evictable", () -> readings.get().evictable() ? 1 : 0)
                .register(registry);
        Gauge.builder("skerry.cluster.seq", () -> readings.get().seq()).register(registry);
        Gauge.builder("skerry.cluster.queued", () -> readings.get().queued()).register(registry);
        lags = MultiGauge.builder("skerry.cluster.lag").register(registry);
        losses = MultiGauge.builder("skerry.cluster.losses").register(registry);
    }

    /** Nodes come and go: their series follow before each scrape. */
    void refresh() {
        Reading now = readings.get();
        lags.register(rows("node", now.lags()), true);
        losses.register(rows("reason", now.losses()), true);
    }

    private static List<MultiGauge.Row<?>> rows(String label, Map<String, Long> values) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(MultiGauge.Row.of(Tags.of(label, name), value)));
        return rows;
    }
}
