package io.skerry.edge.oracle;

import java.time.Instant;

/**
 * A request that the origin received.
 *
 * @param at when its head was complete
 * @param method as received
 * @param host as received
 * @param target as received
 * @param head all of it
 */
public record OriginRequest(Instant at, String method, String host, String target, WireHead head) {

    /** The value of a field, empty if it has none. */
    public String field(String lowerCaseName) {
        return head.value(lowerCaseName);
    }
}
