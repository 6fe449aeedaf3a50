package io.skerry.cache.freshness;

import java.util.Objects;

/**
 * One value that a response's freshness was worked out from, or one step of working it out.
 *
 * @param name in the RFC's own words where it has one: {@code date_value}, {@code current_age}, {@code freshness_lifetime}
 * @param from the field it was read from, the policy, or what it was computed from
 * @param value as text
 */
public record FreshnessInput(String name, String from, String value) {
    public FreshnessInput {
        Objects.requireNonNull(name);
        Objects.requireNonNull(from);
        Objects.requireNonNull(value);
    }
}
