package io.skerry.functions.runtime;

import io.skerry.functions.api.Counters;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Log;
import io.skerry.functions.api.Memory;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started use of a function. */
public final class RunningFunction {

    private static final Logger LOG = LoggerFactory.getLogger(RunningFunction.class);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(36_500);

    private final FunctionUse use;
    private final EdgeFunction function;
    private final Set<Phase> phases;
    private final Duration workDeadline;
    private final Semaphore workPermits;
    private final FunctionServices services;

    private RunningFunction(FunctionUse use, EdgeFunction function, Set<Phase> phases, FunctionServices services) {
        this.use = use;
        this.function = function;
        this.phases = phases;
        this.workDeadline = deadlineOf(function);
        this.workPermits = new Semaphore(limitOf(function));
        this.services = services;
    }

    /** Asked for the time until each call's end, so that it has to be a number of nanoseconds. */
    private static Duration deadlineOf(EdgeFunction function) {
        Duration deadline = Objects.requireNonNull(function.workDeadline(), "workDeadline() gives null");
        if (!deadline.isPositive() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("workDeadline() gives " + deadline + ", which is not between 0 and "
                    + LONGEST_DEADLINE.toDays() + " days");
        }
        return deadline;
    }

    private static int limitOf(EdgeFunction function) {
        int limit = function.workLimit();
        if (limit < 1) {
            throw new IllegalArgumentException("workLimit() gives " + limit + ", and has to be at least 1");
        }
        return limit;
    }

    /**
     * Makes an instance and starts it; may wait for data, so not on an event loop.
     *
     * @param entry the function
     * @param use its settings and its place in the configuration
     * @param services what it may use of the edge
     * @param snapshots the generation's snapshots; the function's own are opened there
     * @return ready for requests
     * @throws FunctionStartException when the function refuses
     */
    public static RunningFunction start(
            CatalogEntry entry, FunctionUse use, FunctionServices services, SnapshotRegistry snapshots)
            throws FunctionStartException {
        try {
            EdgeFunction function = entry.newInstance();
            function.start(new StartContext(use, services, snapshots));
            return new RunningFunction(use, function, entry.phases(), services);
        } catch (Throwable refused) {
            String reason = refused instanceof Exception && refused.getMessage() != null
                    ? refused.getMessage()
                    : refused.toString();
            throw new FunctionStartException(use.id() + ": " + reason, refused);
        }
    }

    /**
     * The id of the use.
     *
     * @return as given in {@link FunctionUse}
     */
    public String id() {
        return use.id();
    }

    /**
     * The phases it is asked in.
     *
     * @return not to be changed
     */
    public Set<Phase> phases() {
        return phases;
    }

    /** Stops it; called once, after the last request of its generation. What it throws is logged: others are still to be stopped. */
    public void stop() {
        try {
            function.stop();
        } catch (Throwable thrown) {
            LOG.warn("function {} failed while it was stopped", use.id(), thrown);
        }
    }

    OnError onError() {
        return use.onError();
    }

    EdgeFunction function() {
        return function;
    }

    Duration workDeadline() {
        return workDeadline;
    }

    /** Counts a failure and writes it to the log. */
    void failed(FunctionFailure failure) {
        services.metrics().failed(failure);
        LOG.atWarn().addKeyValue("function", failure.use()).log(failure.toString());
    }

    /** One for each work that runs or waits. */
    Semaphore workPermits() {
        return workPermits;
    }

    FunctionServices services() {
        return services;
    }

    Counters counters() {
        return countersOf(use, services);
    }

    private static Counters countersOf(FunctionUse use, FunctionServices services) {
        return (name, amount) -> services.metrics().added(use.id(), name, amount);
    }

    private record StartContext(FunctionUse use, FunctionServices services, SnapshotRegistry snapshots)
            implements FunctionContext {

        @Override
        public <S extends Record> S settings(Class<S> type) {
            return type.cast(use.settings());
        }

        @Override
        public <T> Snapshot<T> snapshot(Source source, Snapshot.Parser<T> parser) {
            return snapshots.open(use.id(), source, parser);
        }

        @Override
        public Log log() {
            return new FunctionLog(use.id(), FunctionLog.NO_REQUEST);
        }

        @Override
        public Counters counters() {
            return countersOf(use, services);
        }

        @Override
        public Memory memory() {
            return services.memory();
        }
    }
}
