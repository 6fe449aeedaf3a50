/**
 * Microbenchmarks of what every request runs through: key, route, reuse decision, store, metrics and access log. They measure
 * the classes of the product as they are, from outside. May import every module. {@code ./skerry bench} starts them. Beside them:
 * {@link io.skerry.benchmarks.HitRatio}, which plays traces, and what {@code benchmarks/peers/run} needs. Start
 * reading at {@link io.skerry.benchmarks.Main}.
 */
@NullMarked
package io.skerry.benchmarks;

import org.jspecify.annotations.NullMarked;
