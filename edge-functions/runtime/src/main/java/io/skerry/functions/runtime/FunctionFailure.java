package io.skerry.functions.runtime;

/**
 * Why a function gave no usable outcome.
 *
 * @param use the id of the use that failed
 * @param phase when it failed
 * @param kind what went wrong
 * @param detail for logs; may quote the function's own message and is never sent to a client
 */
public record FunctionFailure(String use, Phase phase, Kind kind, String detail) {

    /** What went wrong. */
    public enum Kind {
        /** It threw, or its stage failed. */
        THREW("threw"),
        /** Its work was not done at its deadline and was cut off. */
        TIMED_OUT("timed-out"),
        /** No room for its work: the pool's queue or the bulkhead is full. */
        OVERLOADED("overloaded"),
        /** The body it wanted whole is longer than it said. */
        BODY_TOO_LARGE("body-too-large"),
        /** It answered what is not allowed in its phase. */
        MISUSED("misused");

        private final String token;

        Kind(String token) {
            this.token = token;
        }

        /**
         * The word in metrics and logs.
         *
         * @return lower case, hyphenated
         */
        public String token() {
            return token;
        }
    }

    @Override
    public String toString() {
        return use + ' ' + phase.method() + ' ' + kind.token() + ": " + detail;
    }
}
