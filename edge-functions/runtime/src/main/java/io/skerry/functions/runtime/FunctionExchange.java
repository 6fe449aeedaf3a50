package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.functions.api.Counters;
import io.skerry.functions.api.Deadline;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Geo;
import io.skerry.functions.api.Log;
import io.skerry.functions.api.RouteInfo;
import io.skerry.functions.api.Snapshot;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exchange as one function sees it in one phase; in the cached phases every read is recorded. */
final class FunctionExchange implements Exchange {

    private final RunningFunction function;
    private final Phase phase;
    private final ExchangeState state;
    private final long deadlineNanos;
    private @Nullable Claim contents;
    private boolean ended;

    FunctionExchange(RunningFunction function, Phase phase, ExchangeState state) {
        this.function = function;
        this.phase = phase;
        this.state = state;
        this.deadlineNanos = System.nanoTime() + function.workDeadline().toNanos();
    }

    /** The request as this phase sees it. */
    EdgeRequest request() {
        return phase.isCached()
                ? new TrackedRequest(state.inputs(), state.recorder())
                : state.inputs().request();
    }

    @Override
    public RouteInfo route() {
        return state.inputs().route();
    }

    @Override
    public Geo geo() {
        return new TrackedGeo();
    }

    @Override
    public void dimension(String name, String value) {
        if (phase != Phase.REQUEST) {
            throw new IllegalStateException("a dimension is published in onRequest, so that every lookup knows it");
        }
        state.publish(name, value);
    }

    @Override
    public String dimension(String name) {
        String value = state.dimension(name);
        if (value == null) {
            throw new IllegalStateException("no function of the route published the dimension " + name);
        }
        record(new VariantInput(VariantInput.Kind.DIMENSION, name));
        return value;
    }

    @Override
    public <T> Optional<Snapshot.Version<T>> read(Snapshot<T> snapshot) {
        if (!(snapshot instanceof LoadedSnapshot<T> loaded)) {
            throw new IllegalArgumentException("not a snapshot of FunctionContext.snapshot: " + snapshot.name());
        }
        // The version is recorded before the value is read: a refresh in between then
        // costs a fetch, never a stale price.
        String version = loaded.version();
        Optional<Snapshot.Version<T>> data = loaded.current();
        if (phase.isCached()) {
            state.recorder().snapshot(loaded.name(), version);
        }
        return data;
    }

    @Override
    public void tag(String... tags) {
        for (String tag : tags) {
            recorder().tag(tag);
        }
    }

    @Override
    public void dependsOn(String path) {
        recorder().parent(state.inputs().resolve(path));
    }

    @Override
    public void ttl(Duration ttl) {
        recorder().shorten(ttl);
    }

    @Override
    public Fetch fetch() {
        return new TrackedFetch(function.services(), state, phase, contents());
    }

    /** What the call holds of contents, one claim for all. */
    private synchronized Claim contents() {
        Claim claim = contents;
        if (claim == null) {
            claim = function.services().memory().contents();
            contents = claim;
            if (ended) {
                claim.close();
            }
        }
        return claim;
    }

    /** Lets go of contents; what is fetched from now on is refused. Called when the call and its work have ended. */
    synchronized void close() {
        ended = true;
        if (contents != null) {
            contents.close();
        }
    }

    @Override
    public boolean isStored(String entityTag) {
        return phase == Phase.ORIGIN_REQUEST && entityTag.equals(state.validated());
    }

    @Override
    public Deadline deadline() {
        return this::remaining;
    }

    @Override
    public Log log() {
        return new FunctionLog(function.id(), state.inputs().requestId());
    }

    @Override
    public Counters counters() {
        return function.counters();
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private InputRecorder recorder() {
        if (!phase.isCached()) {
            throw new IllegalStateException(
                    "what is stored is declared in onOriginRequest or onOriginResponse, not in " + phase.method());
        }
        return state.recorder();
    }

    private void record(VariantInput input) {
        if (phase.isCached()) {
            state.recorder().input(input);
        }
    }

    private final class TrackedGeo implements Geo {

        @Override
        public Optional<String> country() {
            return read(GeoField.COUNTRY);
        }

        @Override
        public Optional<String> region() {
            return read(GeoField.REGION);
        }

        @Override
        public Optional<String> city() {
            return read(GeoField.CITY);
        }

        private Optional<String> read(GeoField field) {
            record(field.input());
            String value = field.of(state.place());
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }
    }
}
