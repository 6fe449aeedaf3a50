package io.skerry.edge.pipeline.answer;

import io.skerry.functions.runtime.FunctionFailure;

/** Why the edge itself answers with an error. The one place where such failures get their status. */
public enum Refusal {
    /** The request's target is not a valid URI (RFC 9112 3.2). */
    BAD_TARGET(400, "bad-target", "The address of this request is not valid."),
    /** No site answers this host (RFC 9110 15.5.20). */
    UNKNOWN_HOST(421, "unknown-host", "This server does not answer for the host of this request."),
    /** No route of the site takes this path and method. */
    NO_ROUTE(404, "no-route", "There is nothing here."),
    /** A function's rewrite led to another rewrite, or out of the site's routes. */
    REWRITE_LOOP(500, "rewrite-loop", "This request could not be processed."),
    /** It came back to this node again and again (RFC 8586, RFC 5842 7.2). */
    LOOP(508, "loop", "The site leads back to this server instead of to its origin."),
    /** Only a stored response was asked for, and none may be used (RFC 9111 5.2.1.7). */
    ONLY_IF_CACHED(504, "only-if-cached", "There is no stored response."),
    /** The request that this one followed got no answer, nor did the one that took its place. */
    NO_ANSWER(502, "no-answer", "The site cannot be reached at the moment."),
    /** A function failed whose use says {@code fail}, or without which nobody answers. */
    FUNCTION_FAILED(500, "function-failed", "This request could not be processed."),
    /** A function was not done at its deadline. */
    FUNCTION_TIMED_OUT(504, "function-timed-out", "This request took too long."),
    /** No room for a function's work. */
    FUNCTION_OVERLOADED(503, "function-overloaded", "There is too much to do at the moment."),
    /** Too many contents are being decoded for clients that refuse their codings. */
    CODING_OVERLOADED(503, "coding-overloaded", "There is too much to do at the moment."),
    /** A defect of this program. */
    DEFECT(500, "defect", "This request could not be processed.");

    private final int status;
    private final String token;
    private final String text;

    Refusal(int status, String token, String text) {
        this.status = status;
        this.token = token;
        this.text = text;
    }

    /** What a function's failure means for its request. */
    public static Refusal of(FunctionFailure failure) {
        return switch (failure.kind()) {
            case TIMED_OUT -> FUNCTION_TIMED_OUT;
            case OVERLOADED -> FUNCTION_OVERLOADED;
            case THREW, BODY_TOO_LARGE, MISUSED -> FUNCTION_FAILED;
        };
    }

    /** The status of its answer. */
    public int status() {
        return status;
    }

    /** In logs, metrics and {@code Cache-Status} details. */
    public String token() {
        return token;
    }

    /** For people; says nothing of versions, files or other sites. */
    public String text() {
        return text;
    }
}
