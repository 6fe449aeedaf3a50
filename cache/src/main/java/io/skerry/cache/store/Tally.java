package io.skerry.cache.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters by cause. Any thread.
 *
 * @param <C> the causes
 */
public final class Tally<C extends Enum<C>> {

    /** Never changed after construction. */
    private final Map<C, LongAdder> counters;

    /** A tally of zeros. */
    public Tally(Class<C> causes) {
        counters = new EnumMap<>(causes);
        for (C cause : causes.getEnumConstants()) {
            counters.put(cause, new LongAdder());
        }
    }

    /** Counts one. */
    public void count(C cause) {
        Objects.requireNonNull(counters.get(cause)).increment();
    }

    /** All counts as they stand, zeros included. */
    public Map<C, Long> counts() {
        Map<C, Long> all = new EnumMap<>(counters.keySet().iterator().next().getDeclaringClass());
        counters.forEach((cause, counter) -> all.put(cause, counter.sum()));
        return all;
    }
}
