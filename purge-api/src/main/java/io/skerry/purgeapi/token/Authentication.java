package io.skerry.purgeapi.token;

import java.util.Objects;

/** Whether a caller showed a token that is in force. */
public sealed interface Authentication {

    /**
     * Yes.
     *
     * @param token what it allows
     */
    record Known(AdminToken token) implements Authentication {
        public Known {
            Objects.requireNonNull(token);
        }
    }

    /**
     * No (401).
     *
     * @param reason why; for the audit log, callers are told less
     */
    record Unknown(Reason reason) implements Authentication {
        public Unknown {
            Objects.requireNonNull(reason);
        }
    }

    /** Why a caller is unknown. */
    enum Reason {
        /** No Authorization field, or one of another scheme. */
        NO_TOKEN("no-token"),
        /** No such token. */
        WRONG_TOKEN("wrong-token"),
        /** It was one until its end. */
        EXPIRED_TOKEN("expired-token");

        private final String token;

        Reason(String token) {
            this.token = token;
        }

        /** The word for it in logs. */
        public String token() {
            return token;
        }
    }
}
