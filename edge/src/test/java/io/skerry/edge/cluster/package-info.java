/**
 * Tests of the cluster: the rule of continuity, and nodes (a purge log and its cluster each) around a real Redis. Whole edges are in
 * {@code scenario}.
 */
@NullMarked
package io.skerry.edge.cluster;

import org.jspecify.annotations.NullMarked;
