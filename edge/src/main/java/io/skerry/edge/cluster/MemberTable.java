package io.skerry.edge.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is a member of the cluster, and how far each has come, at one moment.
 *
 * @param millis the moment, by Redis's clock
 * @param epoch of the log
 * @param seq its newest entry
 * @param members in the order of their names
 * @param left who said that it leaves, and did not come back: when, by Redis's clock
 */
record MemberTable(long millis, long epoch, long seq, List<Member> members, Map<String, Long> left) {

    static final MemberTable EMPTY = new MemberTable(0, 0, 0, List.of(), Map.of());

    MemberTable {
        members = List.copyOf(members);
        left = Map.copyOf(left);
    }

    /**
     * Whether it is known of a node that it is a member, or that it is none any more.
     *
     * @param heard when it was alive for certain, by Redis's clock: an old copy of the log knows of it as one that left before
     */
    boolean knows(String name, long heard) {
        return left.getOrDefault(name, Long.MIN_VALUE) >= heard
                || members.stream().anyMatch(member -> member.name().equals(name));
    }

    /** The same, but that these hold their leases. */
    MemberTable holding(Set<String> names) {
        return names.isEmpty()
                ? this
                : new MemberTable(
                        millis,
                        epoch,
                        seq,
                        members.stream()
                                .map(member -> names.contains(member.name()) ? member.holding() : member)
                                .toList(),
                        left);
    }

    /**
     * A node.
     *
     * @param name its name
     * @param instance which of those who call themselves so
     * @param lease whether it may still serve stored content unasked
     * @param epoch of the newest entry that it has applied
     * @param seq that entry's number
     * @param heard when it was heard of last, by Redis's clock in milliseconds
     */
    record Member(String name, long instance, Lease lease, long epoch, long seq, long heard) {

        private Member holding() {
            return new Member(name, instance, Lease.HELD, epoch, seq, heard);
        }

        /** How many entries it is behind a log that ends there; all of them when it follows another epoch. */
        long lag(long ofEpoch, long end) {
            return epoch == ofEpoch ? Math.max(0, end - seq) : end;
        }
    }

    /** Whether a node may serve stored content unasked, as far as the cluster knows. */
    enum Lease {
        HELD,
        /** It has not been heard of for longer than its lease: it validates every hit, and has to catch up first. */
        OVER
    }
}
