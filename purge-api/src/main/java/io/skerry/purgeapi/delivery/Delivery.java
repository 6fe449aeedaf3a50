package io.skerry.purgeapi.delivery;

import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.cache.purge.record.PurgeId;
import java.util.Objects;

/** What became of an order. */
public sealed interface Delivery {

    /**
     * It is in force on this node and on its way to the others.
     *
     * @param id its identity, the same on every node
     * @param seq the number of its record in this node's journal
     * @param reports what the nodes say of it
     */
    record InForce(PurgeId id, long seq, NodeReports reports) implements Delivery {
        public InForce {
            Objects.requireNonNull(id);
            Objects.requireNonNull(reports);
        }
    }

    /**
     * Nothing was purged, on any node.
     *
     * @param reason why
     */
    record Refused(PurgeReceipt.RefusedReason reason) implements Delivery {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }
}
