package io.skerry.edge.admin;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the admin listener listens, and its limits.
 *
 * @param address to bind, an IP address or a name
 * @param port to bind; 0 takes a free one
 * @param connections so many may be open; more are closed as they come
 * @param headTimeout a connection without a complete request head for so long is closed; also how long it may idle
 * @param requestTimeout from a request's head to the end of its answer; longer than the longest {@code Prefer: wait} of a purge
 */
public record AdminSettings(String address, int port, int connections, Duration headTimeout, Duration requestTimeout) {

    public AdminSettings {
        Objects.requireNonNull(address);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1: " + connections);
        }
        requirePositive(headTimeout);
        requirePositive(requestTimeout);
    }

    /** The usual limits: 256 connections, 15 s for a head, 60 s for a request. */
    public static AdminSettings at(String address, int port) {
        return new AdminSettings(address, port, 256, Duration.ofSeconds(15), Duration.ofSeconds(60));
    }

    private static void requirePositive(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a time-out must be positive: " + duration);
        }
    }
}
