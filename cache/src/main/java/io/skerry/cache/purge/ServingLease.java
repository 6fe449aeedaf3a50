package io.skerry.cache.purge;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long stored content may be used without asking the origin: for ever on a node that stands alone; in a cluster until shortly
 * after the node last was in touch with the cluster's log and had applied all of it.
 *
 * <p>It is over as soon as either clock says so: the monotonic one stands still while a machine is suspended, and that of the day may be
 * set back. Written by whoever keeps touch, read on every hit: a volatile read, and in a cluster one of each clock, so that a process, or
 * a machine, that was stopped for a while finds its lease over at its first step.
 */
public final class ServingLease {

    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    /** Null for never. */
    private volatile @Nullable Moment until;

    /**
     * A moment on both clocks.
     *
     * @param nanos of {@link System#nanoTime()}
     * @param millis of {@link System#currentTimeMillis()}
     */
    public record Moment(long nanos, long millis) {

        private Moment plus(Duration time) {
            return new Moment(nanos + time.toNanos(), millis + time.toMillis());
        }
    }

    ServingLease() {
        this(System::nanoTime, System::currentTimeMillis);
    }

    ServingLease(LongSupplier nanoTime, LongSupplier millis) {
        this.nanoTime = nanoTime;
        this.millis = millis;
    }

    /** Now. */
    public Moment now() {
        return new Moment(nanoTime.getAsLong(), millis.getAsLong());
    }

    /** Whether it holds now. */
    public boolean holds() {
        Moment end = until;
        return end == null || (end.nanos() - nanoTime.getAsLong() > 0 && millis.getAsLong() < end.millis());
    }

    /** It holds for so long from that moment on and no longer. */
    public void holdFor(Duration time, Moment since) {
        until = since.plus(time);
    }

    /** It is over. */
    public void end() {
        until = now();
    }
}
