package io.skerry.origin;

import java.util.Objects;

/**
 * An exchange with an origin that did not end well, before or after the head of the answer.
 *
 * @param kind what happened
 * @param detail for logs: which target, and the cause; never shown to clients
 */
public record OriginFailure(Kind kind, String detail) implements OriginAnswer {

    /** What can happen, each with the status for the client and the error type of {@code Proxy-Status} (RFC 9209 2.3). */
    public enum Kind {
        /** A target's name has no address. */
        NAME_UNRESOLVED(502, "dns_error"),
        /** Nobody listens at the target. */
        CONNECT_REFUSED(502, "connection_refused"),
        /** The connection could not be opened for another reason: no route, no descriptor, closed at once. */
        CONNECT_FAILED(502, "destination_unavailable"),
        /** The connection was not open in time. */
        CONNECT_TIMEOUT(504, "connection_timeout"),
        /** The target's certificate is not trusted, or is another's. */
        TLS_CERTIFICATE(502, "tls_certificate_error"),
        /** The TLS handshake failed otherwise. */
        TLS(502, "tls_protocol_error"),
        /** All connections are in use and the queue is full. */
        POOL_FULL(503, "connection_limit_reached"),
        /** The connection ended before the answer did. */
        RESET(502, "connection_terminated"),
        /** The answer's content ended short of its declared length or its last chunk. */
        INCOMPLETE(502, "http_response_incomplete"),
        /** No head in time. */
        FIRST_BYTE_TIMEOUT(504, "connection_read_timeout"),
        /** No byte moved for too long. */
        IDLE_TIMEOUT(504, "connection_read_timeout"),
        /** The target did not take the request's content for too long. */
        WRITE_TIMEOUT(504, "connection_write_timeout"),
        /** The exchange as a whole took too long. */
        REQUEST_TIMEOUT(504, "http_response_timeout"),
        /** The answer is not HTTP, or frames itself ambiguously. */
        PROTOCOL_ERROR(502, "http_protocol_error"),
        /** The head of the answer is larger than allowed. */
        HEAD_TOO_LARGE(502, "http_response_header_section_size"),
        /** The target answered an upgrade that was not asked for. */
        UPGRADE_UNEXPECTED(502, "http_upgrade_failed"),
        /** No target has the label asked for. */
        NO_TARGET(503, "destination_not_found"),
        /** The client's content failed, so the exchange was given up. */
        REQUEST_BODY_FAILED(400, "http_request_error"),
        /** The caller gave the exchange up. */
        CANCELLED(499, "http_request_error"),
        /** This client was closed. */
        CLOSED(503, "proxy_internal_response"),
        /** A defect of the edge, or a class, memory or stack that it did not get. */
        DEFECT(500, "proxy_internal_error");

        private final int status;
        private final String proxyStatus;

        Kind(int status, String proxyStatus) {
            this.status = status;
            this.proxyStatus = proxyStatus;
        }

        /** The status a client sees if nothing better can be served; 499 never reaches one, being its own absence. */
        public int status() {
            return status;
        }

        /** The error type in {@code Proxy-Status} (RFC 9209 2.3). */
        public String proxyStatus() {
            return proxyStatus;
        }
    }

    public OriginFailure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }
}
