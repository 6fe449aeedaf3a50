/**
 * Runs that last: the edge as a process of its own in front of an origin whose contents tell what they are, killed, damaged, run
 * out of disk, or asked millions of times. What clients receive is judged, never a status alone. May import every module. Start
 * reading at {@link io.skerry.benchmarks.endurance.KillLoop}.
 */
@NullMarked
package io.skerry.benchmarks.endurance;

import org.jspecify.annotations.NullMarked;
