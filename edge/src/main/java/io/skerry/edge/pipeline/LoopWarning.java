package io.skerry.edge.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of origins that lead back to this node that they do, of each once a minute. Any thread. */
final class LoopWarning {

    private static final Logger LOG = LoggerFactory.getLogger(LoopWarning.class);

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    /** By the origins' names, of which the routes file has few: when it was said last. */
    private final ConcurrentHashMap<String, Long> said = new ConcurrentHashMap<>();

    /** @param ticker nanoseconds that only ever grow */
    LoopWarning(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** A request to this origin was refused, since it came back again and again. */
    void found(String origin) {
        long now = ticker.getAsLong();
        Long before = said.get(origin);
        if (before != null && now - before < QUIET_NANOS) {
            return;
        }
        // Two that come at the same moment may both say it.
        said.put(origin, now);
        LOG.warn("a target of the origin \"{}\" leads back to this edge: requests to it are answered with 508", origin);
    }
}
