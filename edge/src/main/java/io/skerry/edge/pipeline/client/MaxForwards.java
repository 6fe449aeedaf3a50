package io.skerry.edge.pipeline.client;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** How often an OPTIONS request may still be forwarded (RFC 9110 7.6.2); to other methods the field says nothing. */
final class MaxForwards {

    private static final String FIELD = "Max-Forwards";

    /** More than anybody forwards; longer numbers count as this. */
    private static final int MOST_DIGITS = 9;

    private MaxForwards() {}

    /** Whether the request may not be forwarded any more, by any of its lines: whoever has it answers it. */
    static boolean spent(HttpServerRequest http) {
        return concerns(http)
                && http.headers().getAll(FIELD).stream().anyMatch(value -> number(value) && parsed(value) == 0);
    }

    /** The value of a field as it goes on; that of other fields, and what is no number, as it is. */
    static String forwarded(HttpServerRequest http, String name, String value) {
        return name.equalsIgnoreCase(FIELD) && concerns(http) && number(value)
                ? Integer.toString(parsed(value) - 1)
                : value;
    }

    private static boolean concerns(HttpServerRequest http) {
        return http.method().equals(HttpMethod.OPTIONS);
    }

    private static boolean number(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int parsed(String digits) {
        return Integer.parseInt(digits.length() > MOST_DIGITS ? "9".repeat(MOST_DIGITS) : digits);
    }
}
