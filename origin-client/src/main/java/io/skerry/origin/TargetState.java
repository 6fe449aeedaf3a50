package io.skerry.origin;

import java.util.concurrent.atomic.AtomicInteger;

/** A target and what is known of it while requests run. Shared by all event loops. */
final class TargetState {

    private final OriginTarget target;
    private final AtomicInteger inFlight = new AtomicInteger();

    TargetState(OriginTarget target) {
        this.target = target;
    }

    OriginTarget target() {
        return target;
    }

    int inFlight() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void finish() {
        inFlight.decrementAndGet();
    }
}
