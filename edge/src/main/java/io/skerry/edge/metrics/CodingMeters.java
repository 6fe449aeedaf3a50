package io.skerry.edge.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.skerry.edge.coding.CodingStats;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Shows what the coders of contents do. */
final class CodingMeters implements MeterBinder {

    private final Supplier<CodingStats> stats;

    CodingMeters(Supplier<CodingStats> stats) {
        this.stats = stats;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CodingStats.OfCoding coding : stats.get().codings()) {
            counter(registry, "skerry.coding.encoded", coding.coding(), CodingStats.OfCoding::encoded);
            counter(registry, "skerry.coding.plain.bytes", coding.coding(), CodingStats.OfCoding::plainBytes);
            counter(registry, "skerry.coding.coded.bytes", coding.coding(), CodingStats.OfCoding::codedBytes);
            counter(registry, "skerry.coding.decoded", coding.coding(), CodingStats.OfCoding::decoded);
        }
        // A supplier given by itself is held for ever; one given as an object only weakly.
        Gauge.builder("skerry.coding.active", () -> stats.get().active()).register(registry);
        FunctionCounter.builder(
                        "skerry.coding.refused", stats, current -> current.get().unencoded())
                .tag("kind", "encode")
                .register(registry);
        FunctionCounter.builder(
                        "skerry.coding.refused", stats, current -> current.get().undecoded())
                .tag("kind", "decode")
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String coding, ToLongFunction<CodingStats.OfCoding> value) {
        FunctionCounter.builder(name, stats, current -> of(current.get(), coding, value))
                .tag("coding", coding)
                .register(registry);
    }

    private static double of(CodingStats stats, String coding, ToLongFunction<CodingStats.OfCoding> value) {
        return stats.codings().stream()
                .filter(one -> one.coding().equals(coding))
                .mapToLong(value)
                .sum();
    }
}
