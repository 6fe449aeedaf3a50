package io.skerry.cache.freshness;

import io.skerry.cache.directive.Directive;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.policy.CachePolicy;

/** What status codes mean for caching (RFC 9110 15.1, RFC 9111 3 and 4.2.2). */
public final class StatusRule {

    private StatusRule() {}

    /** Whether it is an error of client or server. */
    public static boolean error(int status) {
        return status >= 400;
    }

    /** Whether the status is heuristically cacheable and no error: policies may grant it freshness. */
    public static boolean cacheableSuccess(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 308 -> true;
            default -> false;
        };
    }

    /** Whether the status is heuristically cacheable (RFC 9110 15.1), errors included. */
    public static boolean heuristicallyCacheable(int status) {
        return switch (status) {
            case 404, 405, 410, 414, 501 -> true;
            default -> cacheableSuccess(status);
        };
    }

    /** Whether this cache knows what the status demands of caches, as {@code must-understand} requires (RFC 9111 5.2.2.3). */
    public static boolean understood(int status) {
        return switch (status) {
            case 200,
                    203,
                    204,
                    300,
                    301,
                    302,
                    303,
                    307,
                    308,
                    400,
                    401,
                    403,
                    404,
                    405,
                    410,
                    414,
                    500,
                    501,
                    502,
                    503,
                    504 -> true;
            default -> false;
        };
    }

    /**
     * Whether the answer depends on more than the URL, or its definition forbids to store it: RFC 9110 15.5.13, 15.5.17, 15.5.18,
     * 15.5.20; RFC 8470 5.2; RFC 6585 3 to 6.
     */
    public static boolean neverReusable(int status) {
        return switch (status) {
            case 304, 412, 416, 417, 421, 425, 428, 429, 431, 511 -> true;
            default -> false;
        };
    }

    /**
     * Whether a full answer with this status, to a request that names no user, says what the resource is now: what was stored of it
     * before is no more (RFC 9111 4.3.3). No failure says that, no part, and nothing that is about the request or who sent it.
     */
    public static boolean describesResource(int status) {
        return switch (status) {
            case 401, 404, 410, 451 -> true;
            default -> status >= 200 && status < 400 && status != 206 && status != 304;
        };
    }

    /** Whether the status counts as a failure of the origin that a stale response may bridge (RFC 5861 4). */
    public static boolean originFailure(int status) {
        return switch (status) {
            case 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    static boolean heuristicAllowed(int status, ResponseDirectives directives, CachePolicy policy) {
        if (error(status) && !policy.has(CachePolicy.Trait.HEURISTIC_ERRORS)) {
            return false;
        }
        return heuristicallyCacheable(status) || directives.has(Directive.PUBLIC);
    }
}
