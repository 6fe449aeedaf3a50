package io.skerry.purgeapi.limit;

import java.util.Objects;

/**
 * Whether a call may go on.
 *
 * @param granted whether it may
 * @param allowance what the caller has in all
 * @param left so many more calls may follow at once
 * @param retryAfterSeconds when to try again; 0 if granted
 */
public record Grant(boolean granted, Allowance allowance, long left, long retryAfterSeconds) {
    public Grant {
        Objects.requireNonNull(allowance);
    }
}
