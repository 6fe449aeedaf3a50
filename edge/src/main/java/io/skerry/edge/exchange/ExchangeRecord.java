package io.skerry.edge.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One request and its answer, complete.
 *
 * @param requestId accepted from a trusted proxy, else made here
 * @param arrival when the request head was complete
 * @param duration from arrival to the last byte written, or to the abort
 * @param client the client's address, through trusted proxies
 * @param protocol {@code http/1.0}, {@code http/1.1}, {@code h2}; {@code -}, as for method and target, if the request line could not be read
 * @param method as received
 * @param host as received, {@code -} if none was
 * @param target path and query as received
 * @param userAgent as received
 * @param site the site's name, where one matched
 * @param route the route's name, where one matched
 * @param status sent to the client; 0 if the client left before a head was sent
 * @param bytesSent of content, before any transfer coding
 * @param bytesReceived of request content
 * @param outcome how the cache took part
 * @param reason the deciding reason's token, the same that {@code Cache-Status} and metrics show; empty for none
 * @param origin the origin's part, where it was asked
 * @param ending whether the client got all of it
 */
public record ExchangeRecord(
        String requestId,
        Instant arrival,
        Duration duration,
        String client,
        String protocol,
        String method,
        String host,
        String target,
        Optional<String> userAgent,
        Optional<String> site,
        Optional<String> route,
        int status,
        long bytesSent,
        long bytesReceived,
        CacheOutcome outcome,
        String reason,
        Optional<OriginPart> origin,
        Ending ending) {

    public ExchangeRecord {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(arrival);
        Objects.requireNonNull(duration);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(ending);
    }

    /**
     * The origin's part in an exchange.
     *
     * @param origin its name in the routes file
     * @param target the address of the target that answered; {@code -} if none did
     * @param status its status, empty if it gave none
     * @param headTime from sending the request to receiving the head; 0 if none came
     * @param failure what happened, and at which target, for people; empty if one answered
     */
    public record OriginPart(
            String origin, String target, Optional<Integer> status, Duration headTime, Optional<String> failure) {

        /** Of an origin that answered. */
        public OriginPart(String origin, String target, Optional<Integer> status, Duration headTime) {
            this(origin, target, status, headTime, Optional.empty());
        }

        /** Of an origin that gave no answer. */
        public static OriginPart unanswered(String origin, String failure) {
            return new OriginPart(origin, "-", Optional.empty(), Duration.ZERO, Optional.of(failure));
        }
    }

    /** How the cache took part in an answer; the value of the {@code cache} label of metrics. */
    public enum CacheOutcome {
        /** A fresh stored response from memory. */
        HIT_HOT("hit"),
        /** A fresh stored response from disk. */
        HIT_DISK("hit-disk"),
        /** A stale stored response. */
        STALE("stale"),
        /** A stored response that the origin confirmed. */
        REVALIDATED("revalidated"),
        /** Another request's fetch, as it arrived. */
        COLLAPSED("collapsed"),
        /** The origin's answer to a request that found nothing usable stored. */
        MISS("miss"),
        /** The cache was not asked. */
        PASS("pass"),
        /** The edge answered itself: redirect, fixed response, function, error. */
        EDGE("edge");

        private final String token;

        CacheOutcome(String token) {
            this.token = token;
        }

        /** As it stands in logs and metrics. */
        public String token() {
            return token;
        }
    }

    /** How an exchange ended. */
    public enum Ending {
        COMPLETE("complete"),
        /** The client left or was too slow. */
        CLIENT_ABORT("client-abort"),
        /** The content broke off at its source, and the client's transfer was broken visibly. */
        BROKEN("broken");

        private final String token;

        Ending(String token) {
            this.token = token;
        }

        /** As it stands in logs and metrics. */
        public String token() {
            return token;
        }
    }
}
