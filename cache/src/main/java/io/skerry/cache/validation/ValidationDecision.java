package io.skerry.cache.validation;

import io.skerry.cache.freshness.StaleProhibition;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.message.ResponseHead;
import java.util.Objects;

/** What to do with the origin's answer to a validation, or with its silence (RFC 9111 4.3.3). */
public sealed interface ValidationDecision {

    /**
     * 304: the stored response still holds. Answer with it, under the updated head.
     *
     * @param updated the stored head with the fields of the 304 (RFC 9111 4.3.4)
     * @param keeping whether it stays stored, and how
     */
    record Freshen(ResponseHead updated, Keeping keeping) implements ValidationDecision {
        public Freshen {
            Objects.requireNonNull(updated);
            Objects.requireNonNull(keeping);
        }
    }

    /** Any other answer that is used: it goes to the client, and {@code StorageDecider} says whether it is stored. */
    record Replace() implements ValidationDecision {}

    /**
     * The origin failed; answer with the stored response as it is.
     *
     * @param reason what permits it
     */
    record ServeStaleOnError(StaleReason reason) implements ValidationDecision {
        public ServeStaleOnError {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * The answer is of no use: ask again, without conditions.
     *
     * @param reason why
     */
    record Refetch(RefetchReason reason) implements ValidationDecision {
        public Refetch {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * The origin failed, and the stored response may not take its place: 502 or 504 to the client.
     *
     * @param prohibition what forbids it
     */
    record Fail(StaleProhibition prohibition) implements ValidationDecision {
        public Fail {
            Objects.requireNonNull(prohibition);
        }
    }

    /** What becomes of the stored response that a 304 freshened. */
    enum Keeping {
        /** It stays stored, under the updated head. */
        KEEP,
        /**
         * It stays as it was: the 304 is for a request with Authorization, and nothing permits to share it (RFC 9111 3.5), or for one
         * that says {@code no-store} (RFC 9111 5.2.1.5). It answers that request.
         */
        LEAVE,
        /** The 304 says {@code no-store} or {@code private}: it answers this request and is removed (RFC 9111 5.2.2.5). */
        REMOVE
    }

    /** Why an answer to a validation cannot be used. */
    enum RefetchReason {
        /** The 304 has a validator that the stored response has not (RFC 9111 4.3.4). */
        VALIDATOR_MISMATCH("validator-mismatch"),
        /** The 304 names more in {@code Vary} than the stored response was selected by (RFC 9111 4.1). */
        VARY_CHANGED("vary-changed"),
        /** The stored response was purged meanwhile. */
        PURGED("purged"),
        /** A 304 to a request without conditions. */
        UNASKED("unasked");

        private final String token;

        RefetchReason(String token) {
            this.token = token;
        }

        /** Its name in {@code Cache-Status} details, explanations, logs and metrics. */
        public String token() {
            return token;
        }
    }
}
