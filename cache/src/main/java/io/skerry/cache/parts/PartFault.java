package io.skerry.cache.parts;

/** Why a partial response is not kept: one constant for each clause. */
public enum PartFault {
    /** {@code Content-Range} is absent, malformed or does not tell the complete length. */
    CONTENT_RANGE("content-range", "RFC 9110 14.4"),
    /** Several parts, where one range was asked for. */
    MULTIPART("multipart", "RFC 9110 15.3.7.2"),
    /** Other bytes than those asked for. */
    OTHER_RANGE("other-range", "RFC 9110 15.3.7"),
    /** The content's length is unknown, or not that of its range. */
    LENGTH("length", "RFC 9110 8.6"),
    /** No strong entity tag: it cannot be told what it belongs to. */
    NO_STRONG_VALIDATOR("no-strong-validator", "RFC 9111 3.4"),
    /** Another entity tag than that of the stored parts. */
    OTHER_VALIDATOR("other-validator", "RFC 9111 3.4"),
    /** Another complete length than that of the stored parts. */
    OTHER_COMPLETE_LENGTH("other-complete-length", "RFC 9110 14.4"),
    /** The origin did not answer with a part: it has another version, or none any more. */
    NOT_PARTIAL("not-partial", "RFC 9110 13.1.5"),
    /** The origin failed; what is stored is as good as before. */
    ORIGIN_FAILED("origin-failed", "RFC 9110 15.6");

    private final String token;
    private final String clause;

    PartFault(String token, String clause) {
        this.token = token;
        this.clause = clause;
    }

    /** Its name in {@code Cache-Status} details, logs and metrics. */
    public String token() {
        return token;
    }

    /** The clause that demands it. */
    public String clause() {
        return clause;
    }
}
