package io.skerry.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long things took.
 *
 * @param p50Micros the median
 * @param p99Micros one in a hundred took longer
 * @param maxMicros the longest
 */
public record Percentiles(double p50Micros, double p99Micros, double maxMicros) {

    /** Of these times. */
    static Percentiles of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                sorted[sorted.length - 1] / 1e3);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.2f us, p99 %.2f us, max %.0f us", p50Micros, p99Micros, maxMicros);
    }
}
