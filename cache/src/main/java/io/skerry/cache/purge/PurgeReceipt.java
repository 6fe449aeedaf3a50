package io.skerry.cache.purge;

import io.skerry.cache.purge.record.PurgeId;
import java.util.Objects;

/** What became of a purge that was handed to the log. */
public sealed interface PurgeReceipt {

    /**
     * It is on disk and in force: no request received from now on is answered with what it matches.
     *
     * @param id its identity across nodes
     * @param seq the number of its record in this node's journal, counting from 1
     */
    record InForce(PurgeId id, long seq) implements PurgeReceipt {
        public InForce {
            Objects.requireNonNull(id);
        }
    }

    /**
     * Nothing was purged.
     *
     * @param reason why
     */
    record Refused(RefusedReason reason) implements PurgeReceipt {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    /** Why the log takes no purge. Named in answers, metrics and the audit log. */
    enum RefusedReason {
        /** The journal cannot be written or synchronised (disk full, I/O error, read-only). */
        JOURNAL_UNWRITABLE("journal-unwritable"),
        /** Too many purges wait for the disk already. */
        OVERLOADED("overloaded"),
        /** Its record would be larger than the journal takes. */
        TOO_LARGE("too-large"),
        /** The node is shutting down. */
        CLOSING("closing");

        private final String token;

        RefusedReason(String token) {
            this.token = token;
        }

        /** The word for it in metrics and logs. */
        public String token() {
            return token;
        }
    }
}
