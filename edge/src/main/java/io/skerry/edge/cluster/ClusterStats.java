package io.skerry.edge.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How the cluster looks from this node, for metrics and {@code /ready}. Numbers are read without a common lock.
 *
 * @param link whether it is in touch with the cluster's log
 * @param lease whether stored content may be used unasked
 * @param seq the newest entry of the log that this node has applied
 * @param queued purges that the log does not have yet
 * @param peers the other members
 * @param losses how often everything stored was dropped, by reason; those that did not happen as well
 * @param lastLoss what happened last, for people; empty for nothing
 * @param evictionPolicy by which Redis may evict the log; empty if it may not, or does not say
 */
public record ClusterStats(
        Link link,
        Lease lease,
        long seq,
        int queued,
        List<Peer> peers,
        List<Losses> losses,
        String lastLoss,
        String evictionPolicy) {
    public ClusterStats {
        Objects.requireNonNull(link);
        Objects.requireNonNull(lease);
        peers = List.copyOf(peers);
        losses = List.copyOf(losses);
        Objects.requireNonNull(lastLoss);
        Objects.requireNonNull(evictionPolicy);
    }

    /** How a node is connected to the cluster's log. */
    public enum Link {
        /** Not yet, and it is too early to give up. */
        CONNECTING,
        /** It reads what it has missed. */
        CATCHING_UP,
        /** It follows the log. */
        FOLLOWING,
        /** The log cannot be reached. */
        AWAY,
        /** Another living node has this node's name. */
        NAME_TAKEN
    }

    /** Whether stored content may be used unasked. */
    public enum Lease {
        HELD,
        OVER
    }

    /**
     * Another member.
     *
     * @param node its name
     * @param lag entries of the log that it has not applied
     */
    public record Peer(String node, long lag) {}

    /**
     * How often one thing happened to the log.
     *
     * @param reason its word
     * @param count since start
     */
    public record Losses(String reason, long count) {}
}
