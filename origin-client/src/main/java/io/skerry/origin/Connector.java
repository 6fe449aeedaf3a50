package io.skerry.origin;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a connection for one request, target after target until one lets itself be connected to. Confined to one event loop. */
final class Connector implements TargetPool.Taker {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final LoopPool pool;
    private final @Nullable TargetGroup group;
    private final OriginFailure nothingLeft;
    private final Seeker seeker;
    private final List<TargetState> tried = new ArrayList<>(2);
    private @Nullable TargetState trying;
    private boolean givenUp;

    /** For whom it looks. */
    interface Seeker {

        /** In which it is told. */
        Context context();

        /** Here is one. */
        void connected(Connected found);

        /** No target could be connected to. */
        void notConnected(OriginFailure failure);
    }

    /**
     * A connection on which nothing was asked yet. Its target counts one more in flight until the holder calls
     * {@code state.finish()}, once.
     */
    record Connected(OriginConnection connection, TargetState state, Reuse reuse) {}

    /** Whether a connection carried a request before, or has waited for one. */
    enum Reuse {
        FRESH,
        KEPT_ALIVE
    }

    /**
     * A search among a group's targets.
     *
     * @param group null if no target has the label asked for, or if nothing is to be connected any more
     * @param nothingLeft what is told if there is no target at all
     */
    Connector(LoopPool pool, @Nullable TargetGroup group, OriginFailure nothingLeft, Seeker seeker) {
        this.pool = pool;
        this.group = group;
        this.nothingLeft = nothingLeft;
        this.seeker = seeker;
    }

    /** Looks for a connection, and tells the seeker, perhaps at once. */
    void connect() {
        tryNext(nothingLeft);
    }

    /** Lets a target be tried again, when a kept-alive connection to it turned out to be closed. */
    void reconsider(TargetState state) {
        tried.remove(state);
    }

    /**
     * Looks no further, and waits for no connection. One that is being opened is told to the seeker all the same, who gives it back, or
     * its failure is.
     */
    void giveUp() {
        givenUp = true;
        TargetState state = trying;
        if (state != null && pool.to(state.target()).giveUp(this)) {
            trying = null;
            state.finish();
        }
    }

    private void tryNext(OriginFailure last) {
        TargetState state = group == null || givenUp ? null : group.next(tried);
        if (state == null) {
            seeker.notConnected(last);
            return;
        }
        tried.add(state);
        trying = state;
        state.begin();
        try {
            connectTo(state.target());
        } catch (Throwable defect) {
            if (trying != state) {
                throw defect;
            }
            LOG.error("{}: not connected to, for a reason that should not exist", state.target(), defect);
            trying = null;
            state.finish();
            seeker.notConnected(FailureCause.defect(state.target(), defect));
        }
    }

    private void connectTo(OriginTarget target) {
        TargetPool connections = pool.to(target);
        OriginConnection unused = connections.take();
        if (unused != null) {
            taken(unused);
        } else {
            connections.open(this);
        }
    }

    @Override
    public Context context() {
        return seeker.context();
    }

    @Override
    public void taken(OriginConnection connection) {
        seeker.connected(new Connected(connection, tried(), connection.used() ? Reuse.KEPT_ALIVE : Reuse.FRESH));
    }

    @Override
    public void refused(OriginFailure failure) {
        tried().finish();
        // A full pool is a limit, not a fault of the target: the next one would be
        // overrun in turn, but it may have room.
        tryNext(failure);
    }

    private TargetState tried() {
        TargetState state = trying;
        if (state == null) {
            throw new IllegalStateException("no target was tried");
        }
        trying = null;
        return state;
    }
}
