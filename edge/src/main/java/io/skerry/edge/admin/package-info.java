/**
 * The operators' listener: probes, metrics, what the store holds, explanations, and whatever the composition root mounts (purge). It is
 * a listener of its own, with small limits and short time-outs, so that it answers while the public ones are flooded. Imports Vert.x,
 * {@code explain}, the store's numbers and the purge API's tokens; what it shows comes in through suppliers. Start at {@link io.skerry.edge.admin.AdminServer}.
 */
@NullMarked
package io.skerry.edge.admin;

import org.jspecify.annotations.NullMarked;
