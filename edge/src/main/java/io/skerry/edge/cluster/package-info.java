/**
 * Several nodes, one order of purges: the cluster's log is a stream in Redis or Valkey (5 or newer), which every node follows from its
 * own durable position, and into which it delivers what was purged on it.
 *
 * <p>All of it runs on one event loop of its own, apart from those that serve clients; the purge log's thread applies what comes. What
 * Redis does, or does not do, changes answers to purges and how long stored content is used unasked; it never holds up a request.
 *
 * <p>Start at {@link io.skerry.edge.cluster.PurgeCluster}. {@code ClusterSession} is one spell of being connected, {@code Continuity}
 * the rule that tells a complete log from one that lost something (pure), {@code ClusterLink} and {@code Scripts} what is said to
 * Redis. Imports {@code cache}, {@code purge-api}'s delivery, Vert.x and its Redis client.
 */
@NullMarked
package io.skerry.edge.cluster;

import org.jspecify.annotations.NullMarked;
