package io.skerry.edge;

import io.skerry.edge.metrics.FunctionMeters;
import io.skerry.edge.metrics.FunctionMeters.Ending;
import io.skerry.functions.runtime.FunctionFailure;
import io.skerry.functions.runtime.FunctionMetrics;
import io.skerry.functions.runtime.Phase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what functions do, under the ids of their uses. Any thread. */
final class MeteredFunctions implements FunctionMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredFunctions.class);

    private final FunctionMeters meters;

    MeteredFunctions(FunctionMeters meters) {
        this.meters = meters;
    }

    @Override
    public void called(String use, Phase phase, boolean done, long nanos) {
        meters.took(use, Duration.ofNanos(nanos));
        if (done) {
            meters.ended(use, Ending.DONE);
        }
    }

    @Override
    public void slow(String use, Phase phase, long nanos) {
        meters.counted(use, "event-loop-overruns", 1);
        LOG.warn(
                "function {} held an event loop for {} ms in {}",
                use,
                Duration.ofNanos(nanos).toMillis(),
                phase.method());
    }

    @Override
    public void failed(FunctionFailure failure) {
        Ending ending = switch (failure.kind()) {
            case THREW, MISUSED, BODY_TOO_LARGE -> Ending.ERROR;
            case TIMED_OUT -> Ending.OVERRUN;
            case OVERLOADED -> Ending.REFUSED;
        };
        meters.ended(failure.use(), ending);
    }

    @Override
    public void added(String use, String counter, long amount) {
        meters.counted(use, counter, amount);
    }

    @Override
    public void snapshotLoaded(String name) {
        meters.counted(name, "snapshot-loaded", 1);
    }

    @Override
    public void snapshotFailed(String name) {
        meters.counted(name, "snapshot-failed", 1);
    }
}
