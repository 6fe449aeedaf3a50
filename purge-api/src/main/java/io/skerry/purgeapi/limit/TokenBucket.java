package io.skerry.purgeapi.limit;

import java.util.concurrent.TimeUnit;

/** Counts one caller's calls against an allowance. Any thread; the lock is held for a few instructions. */
final class TokenBucket {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Allowance allowance;
    private double left;
    private long at;

    /** A full bucket. */
    TokenBucket(Allowance allowance, long nanoTime) {
        this.allowance = allowance;
        this.left = allowance.burst();
        this.at = nanoTime;
    }

    /** Takes one call, if one is left. */
    synchronized Grant take(long nanoTime) {
        double gained = Math.max(0, nanoTime - at) / NANOS * allowance.perSecond();
        left = Math.min(allowance.burst(), left + gained);
        at = nanoTime;
        boolean granted = left >= 1;
        if (granted) {
            left -= 1;
        }
        long wait = granted ? 0 : (long) Math.ceil((1 - left) / allowance.perSecond());
        return new Grant(granted, allowance, (long) left, Math.max(granted ? 0 : 1, wait));
    }
}
