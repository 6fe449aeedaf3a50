package io.skerry.edge.oracle;

/** What goes wrong at the origin while a switch is on. */
public enum OriginFault {
    /** The connection is reset in the middle of the content. */
    DIES_MID_BODY,
    /** It announces more than it sends, and closes as if all were well. */
    ANNOUNCES_MORE,
    /** It announces less than it sends: what follows must not be taken for the next response. */
    ANNOUNCES_LESS,
    /** A chunk's size is no number. */
    BREAKS_CHUNKING,
    /** The connection is closed instead of an answer. */
    NO_ANSWER,
    /** 503 without freshness. */
    ANSWERS_503,
    /** The content comes in small pieces with pauses between them: all of it, in the end. */
    TRICKLES,
    /** The head comes late. */
    SLOW
}
