/**
 * The edge from outside, as a process of its own between the oracle's origin and its clients: load, purges, faults, kills. Imports
 * {@code edge.oracle} and the JDK; knows nothing of the edge but its command line, its routes file and its ports. Start at
 * {@link io.skerry.edge.scenario.ForkedEdge}.
 */
@NullMarked
package io.skerry.edge.scenario;

import org.jspecify.annotations.NullMarked;
