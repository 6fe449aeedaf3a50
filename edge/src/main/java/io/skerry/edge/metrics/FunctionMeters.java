package io.skerry.edge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The meters of edge functions, by the name they are used under. Any thread. */
public final class FunctionMeters {

    /** Names beyond this many share {@code other}. */
    static final int MAX_FUNCTIONS = 500;

    /** A function's own counters beyond this many share {@code other}. */
    static final int MAX_OWN_COUNTERS = 1000;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, OneFunction> functions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<OwnCounter, Counter> ownCounters = new ConcurrentHashMap<>();

    FunctionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Records how long one call of a function took from submission to its end, however it ended. */
    public void took(String function, Duration duration) {
        function(function).duration.record(duration);
    }

    /** Counts one call of a function by how it ended. */
    public void ended(String function, Ending ending) {
        function(function).endings.of(ending).increment();
    }

    /** Adds to a counter that the function itself keeps. */
    public void counted(String function, String name, long amount) {
        OwnCounter key = new OwnCounter(function, name);
        Counter known = ownCounters.get(key);
        if (known == null) {
            OwnCounter kept = ownCounters.size() < MAX_OWN_COUNTERS ? key : new OwnCounter(OTHER, OTHER);
            known = ownCounters.computeIfAbsent(
                    kept, k -> registry.counter("skerry.function.counts", "function", k.function, "name", k.name));
        }
        known.increment((double) amount);
    }

    /** Shows how many calls are with a pool: those that wait for {@code cpu}, those that run in {@code blocking}, where none waits. */
    public void watchQueue(String pool, LongSupplier calls) {
        Gauge.builder("skerry.function.queue", calls::getAsLong)
                .tag("pool", pool)
                .register(registry);
    }

    private OneFunction function(String name) {
        OneFunction known = functions.get(name);
        if (known != null) {
            return known;
        }
        String label = functions.size() < MAX_FUNCTIONS ? name : OTHER;
        return functions.computeIfAbsent(label, l -> new OneFunction(registry, l));
    }

    /** How a call of a function ended. */
    public enum Ending {
        /** It gave an outcome. */
        DONE("done"),
        /** It threw, or gave something it may not give. */
        ERROR("error"),
        /** It was cut at its deadline. */
        OVERRUN("overrun"),
        /** It was not started: its queue was full. */
        REFUSED("refused");

        private final String token;

        Ending(String token) {
            this.token = token;
        }

        /** As it stands in the {@code ending} label. */
        public String token() {
            return token;
        }
    }

    private record OwnCounter(String function, String name) {}

    private static final class OneFunction {
        private final Timer duration;
        private final PerToken<Ending, Counter> endings;

        OneFunction(MeterRegistry registry, String name) {
            duration = Timer.builder("skerry.function.duration")
                    .tag("function", name)
                    .serviceLevelObjectives(OutcomeMeters.LATENCY_BOUNDS)
                    .register(registry);
            endings = new PerToken<>(
                    Ending.class,
                    ending -> registry.counter("skerry.function.calls", "function", name, "ending", ending.token()));
        }
    }
}
