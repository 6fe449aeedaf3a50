/**
 * What the node counts, as Prometheus metrics. The data plane is recorded by hand from each exchange's record, with meters that
 * are resolved once; everything else is read when Prometheus scrapes. Every name is described in {@code deploy/metrics.md} and its {@code HELP}, and
 * every label has a bounded set of values. Imports {@code edge.exchange}, the numbers of {@code cache.store},
 * {@code cache.memory} and {@code edge.coding}, and Micrometer; nothing of the pipeline. Start at {@link io.skerry.edge.metrics.EdgeMetrics}.
 */
@NullMarked
package io.skerry.edge.metrics;

import org.jspecify.annotations.NullMarked;
