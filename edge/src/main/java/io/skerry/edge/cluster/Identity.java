package io.skerry.edge.cluster;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a node is to its cluster.
 *
 * @param name unique in the cluster
 * @param instance the identity of its purge journal: the same after a restart on the same folder
 * @param lease how long it serves stored content unasked after it was last in touch; empty for ever
 */
record Identity(String name, long instance, Optional<Duration> lease) {

    private static final Duration HEARTBEAT = Duration.ofMillis(2_500);
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
    private static final Duration NAMESAKE = Duration.ofSeconds(10);

    Identity {
        Objects.requireNonNull(name);
        Objects.requireNonNull(lease);
    }

    /** Whether a member is this node, and not another one of its name. */
    boolean is(MemberTable.Member member) {
        return member.name().equals(name) && member.instance() == instance;
    }

    /** As Redis is told; -1 for ever. */
    long leaseMillis() {
        return lease.map(Duration::toMillis).orElse(-1L);
    }

    /** How long another instance of this name is believed to be alive. */
    long namesakeMillis() {
        return lease.orElse(NAMESAKE).toMillis();
    }

    /** How often it renews its lease. */
    Duration heartbeat() {
        Duration quarter = lease.map(whole -> whole.dividedBy(4)).orElse(HEARTBEAT);
        Duration bounded = quarter.compareTo(HEARTBEAT) > 0 ? HEARTBEAT : quarter;
        return bounded.compareTo(SHORTEST_HEARTBEAT) < 0 ? SHORTEST_HEARTBEAT : bounded;
    }
}
