package io.skerry.edge.server;

import io.skerry.cache.address.AddressRanges;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One listener: where, how, and within which bounds.
 *
 * @param address to bind, such as {@code 0.0.0.0}
 * @param port 0 for any free one
 * @param tls certificates, or null for plain HTTP
 * @param limits sizes and counts
 * @param timeouts how long clients may take
 * @param trustedProxies whose forwarding fields are believed
 */
public record ListenerSettings(
        String address, int port, @Nullable Tls tls, Limits limits, Timeouts timeouts, AddressRanges trustedProxies) {

    public ListenerSettings {
        Objects.requireNonNull(address);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(timeouts);
        Objects.requireNonNull(trustedProxies);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** Plain HTTP with every default. */
    public static ListenerSettings plain(String address, int port) {
        return new ListenerSettings(address, port, null, Limits.DEFAULT, Timeouts.DEFAULT, AddressRanges.NONE);
    }

    /** The same listener with these limits. */
    public ListenerSettings withLimits(Limits other) {
        return new ListenerSettings(address, port, tls, other, timeouts, trustedProxies);
    }

    /** The same listener with these time-outs. */
    public ListenerSettings withTimeouts(Timeouts other) {
        return new ListenerSettings(address, port, tls, limits, other, trustedProxies);
    }

    /** The same listener with these certificates. */
    public ListenerSettings withTls(Tls other) {
        return new ListenerSettings(address, port, other, limits, timeouts, trustedProxies);
    }

    /** The same listener believing these proxies. */
    public ListenerSettings withTrustedProxies(AddressRanges other) {
        return new ListenerSettings(address, port, tls, limits, timeouts, other);
    }

    /**
     * What a TLS listener presents.
     *
     * @param certificates at least one; the client's server name chooses, the first answers those without one
     * @param versions the protocols offered
     */
    public record Tls(List<Certificate> certificates, Versions versions) {
        public Tls {
            certificates = List.copyOf(certificates);
            Objects.requireNonNull(versions);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("TLS needs a certificate");
            }
        }
    }

    /**
     * A certificate chain and its key.
     *
     * @param chainPem leaf first
     * @param keyPem PKCS #8 or PKCS #1
     */
    public record Certificate(String chainPem, String keyPem) {
        public Certificate {
            Objects.requireNonNull(chainPem);
            Objects.requireNonNull(keyPem);
        }

        @Override
        public String toString() {
            return "Certificate[key not shown]";
        }
    }

    /** The HTTP versions offered by ALPN. */
    public enum Versions {
        HTTP_1_1,
        HTTP_1_1_AND_2
    }

    /**
     * How much a client may send, and how many there may be.
     *
     * @param uriBytes of a request's target, else 414
     * @param headerBytes of all fields, else 431
     * @param headerFields how many, else 431
     * @param bodyBytes of a request's content, declared or streamed, else 413
     * @param connections open at once; one more is closed at once
     */
    public record Limits(int uriBytes, int headerBytes, int headerFields, long bodyBytes, int connections) {

        /** 16 KiB, 32 KiB, 200 fields, 100 MB, 50,000 connections. */
        public static final Limits DEFAULT = new Limits(16 * 1024, 32 * 1024, 200, 100_000_000, 50_000);

        public Limits {
            if (uriBytes < 1 || headerBytes < 1 || headerFields < 1 || bodyBytes < 0 || connections < 1) {
                throw new IllegalArgumentException("limits are positive");
            }
        }
    }

    /**
     * How long a client may take. Each is detected at most the shortest of them late.
     *
     * @param head from accepting a connection, or from a request's first byte, to the end of its head; also the TLS handshake
     * @param body between two reads of a request's content that is wanted
     * @param write without the client taking a byte of what is ready for it; who was sent much at once over HTTP/2 has longer
     * @param keepAlive between requests
     */
    public record Timeouts(Duration head, Duration body, Duration write, Duration keepAlive) {

        /** 10 s, 30 s, 30 s, 75 s. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(75));

        public Timeouts {
            if (head.toMillis() <= 0 || body.toMillis() <= 0 || write.toMillis() <= 0 || keepAlive.toMillis() <= 0) {
                throw new IllegalArgumentException("a time-out is at least 1 ms");
            }
        }

        long shortestNanos() {
            long heads = Math.min(head.toNanos(), keepAlive.toNanos());
            return Math.min(heads, Math.min(body.toNanos(), write.toNanos()));
        }
    }
}
