/** Tests of the metrics. */
@NullMarked
package io.skerry.edge.metrics;

import org.jspecify.annotations.NullMarked;
