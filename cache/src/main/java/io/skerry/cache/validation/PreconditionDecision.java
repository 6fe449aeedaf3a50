package io.skerry.cache.validation;

/** The outcome of a client's preconditions (RFC 9110 13.2.2). */
public enum PreconditionDecision {
    /** There are none, they do not hold, or they are not for caches: answer with the response. */
    PROCEED,
    /** The client's copy still holds: answer 304. */
    NOT_MODIFIED
}
