package io.skerry.purgeapi.delivery;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** A node that stands alone: both reaches mean itself. */
public final class SingleNode implements PurgeNodes {

    private final String name;
    private final LocalLog log;

    /**
     * A node of its own.
     *
     * @param name for answers
     * @param log its purge log
     */
    public SingleNode(String name, LocalLog log) {
        this.name = Objects.requireNonNull(name);
        this.log = Objects.requireNonNull(log);
    }

    @Override
    public CompletionStage<Delivery> deliver(PurgeOrder order) {
        long started = System.nanoTime();
        return log.purge(order.selectors(), order.mode()).thenApply(receipt -> delivery(receipt, started));
    }

    private Delivery delivery(PurgeReceipt receipt, long started) {
        return switch (receipt) {
            case PurgeReceipt.InForce inForce -> {
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                yield new Delivery.InForce(
                        inForce.id(), inForce.seq(), NodeReports.settled(List.of(NodeReport.applied(name, took))));
            }
            case PurgeReceipt.Refused refused -> new Delivery.Refused(refused.reason());
        };
    }

    /** This node's purge log. */
    @FunctionalInterface
    public interface LocalLog {

        /** Puts a purge in force, see {@code PurgeLog.purge}; never blocks. */
        CompletionStage<PurgeReceipt> purge(List<PurgeSelector> selectors, PurgeMode mode);
    }
}
