package io.skerry.origin;

import java.util.List;
import java.util.Objects;

/**
 * All there is to know about an origin before talking to it.
 *
 * @param name as the routes file names it; in metrics and failures
 * @param targets at least one
 * @param balance how requests are spread over them
 * @param host the {@code Host} they are shown
 * @param timeouts how long they may take
 * @param limits how much they are given
 * @param trust whose certificates are accepted
 */
public record OriginSettings(
        String name,
        List<OriginTarget> targets,
        Balance balance,
        OriginHost host,
        OriginTimeouts timeouts,
        OriginLimits limits,
        OriginTrust trust) {

    public OriginSettings {
        Objects.requireNonNull(name);
        targets = List.copyOf(targets);
        Objects.requireNonNull(balance);
        Objects.requireNonNull(host);
        Objects.requireNonNull(timeouts);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(trust);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an origin has a target: " + name);
        }
    }

    /** An origin of these targets with every default. */
    public static OriginSettings of(String name, List<OriginTarget> targets) {
        return new OriginSettings(
                name,
                targets,
                Balance.ROUND_ROBIN,
                new OriginHost.Client(),
                OriginTimeouts.DEFAULT,
                OriginLimits.DEFAULT,
                new OriginTrust.JvmDefault());
    }

    /** The same origin with other time-outs. */
    public OriginSettings withTimeouts(OriginTimeouts other) {
        return new OriginSettings(name, targets, balance, host, other, limits, trust);
    }

    /** The same origin with other limits. */
    public OriginSettings withLimits(OriginLimits other) {
        return new OriginSettings(name, targets, balance, host, timeouts, other, trust);
    }

    /** The same origin showing another {@code Host}. */
    public OriginSettings withHost(OriginHost other) {
        return new OriginSettings(name, targets, balance, other, timeouts, limits, trust);
    }
}
