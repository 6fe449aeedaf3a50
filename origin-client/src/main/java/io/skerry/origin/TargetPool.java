package io.skerry.origin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop to one target: the unused ones, the number of all, and who waits for one. Confined to its event
 * loop.
 *
 * <p>The one used last is used next: those not needed for the load grow old and are closed.
 */
final class TargetPool {

    private static final Logger LOG = LoggerFactory.getLogger(TargetPool.class);

    private final LoopPool loop;
    private final Dialer dialer;
    private final OriginTarget target;
    private final int mostConnections;
    private final int mostWaiting;
    private final ArrayDeque<OriginConnection> idle = new ArrayDeque<>();
    /** Who waits, the longest first, with the time it may still wait. */
    private final LinkedHashMap<Taker, ActiveTimer> waiting = new LinkedHashMap<>();
    /** Every connection there is or that is being opened, those in use or switched to another protocol included. */
    private final List<OriginConnection> open = new ArrayList<>();

    private int opening;

    /** Who wants a connection. */
    interface Taker {

        /** In which it is told. */
        Context context();

        /** It has this connection now, on which nothing was asked yet. */
        void taken(OriginConnection connection);

        /** There is none for it. */
        void refused(OriginFailure failure);
    }

    /**
     * A pool without connections.
     *
     * @param mostConnections at once, more than 0
     * @param mostWaiting for one of them
     */
    TargetPool(LoopPool loop, Dialer dialer, OriginTarget target, int mostConnections, int mostWaiting) {
        this.loop = loop;
        this.dialer = dialer;
        this.target = target;
        this.mostConnections = mostConnections;
        this.mostWaiting = mostWaiting;
    }

    OriginTarget target() {
        return target;
    }

    /** An unused connection, or null if a taker has to {@link #open} one. */
    @Nullable
    OriginConnection take() {
        OriginConnection connection = idle.pollFirst();
        if (connection == null) {
            return null;
        }
        long now = System.nanoTime();
        while (connection != null && !connection.usable(now)) {
            connection.close();
            connection = idle.pollFirst();
        }
        return connection;
    }

    /** Opens a connection for the taker, or lets it wait for one, or refuses it. */
    void open(Taker taker) {
        if (open.size() + opening < mostConnections) {
            connect(taker);
        } else if (waiting.size() < mostWaiting) {
            await(taker);
        } else {
            taker.refused(new OriginFailure(
                    OriginFailure.Kind.POOL_FULL,
                    target + ": " + mostConnections + " connections in use and " + mostWaiting + " requests waiting"));
        }
    }

    private void await(Taker taker) {
        ActiveTimer timer = new ActiveTimer(loop.deadlines(), loop.longestWait(), () -> {
            waiting.remove(taker);
            taker.refused(
                    new OriginFailure(OriginFailure.Kind.POOL_FULL, target + ": no connection became free in time"));
        });
        waiting.put(taker, timer);
        timer.resume();
    }

    /**
     * A taker that waits is wanted no more: its place in the queue is another's.
     *
     * @return false if it does not wait: it is being told, or a connection is being opened for it
     */
    boolean giveUp(Taker taker) {
        ActiveTimer timer = waiting.remove(taker);
        if (timer == null) {
            return false;
        }
        timer.stop();
        return true;
    }

    /** The taker that has waited longest and waits no more, or null. */
    private @Nullable Taker nextWaiting() {
        if (waiting.isEmpty()) {
            return null;
        }
        Map.Entry<Taker, ActiveTimer> longest = waiting.pollFirstEntry();
        longest.getValue().stop();
        return longest.getKey();
    }

    private void connect(Taker taker) {
        opening++;
        dialled().onComplete(result -> {
            opening--;
            if (result.succeeded()) {
                connected(taker, result.result());
            } else {
                refuse(taker, whyNot(result.cause()));
            }
        });
    }

    /** Fails where it throws: who waits for a connection may be another than who has made room for it. */
    private Future<NetSocketInternal> dialled() {
        try {
            return dialer.connect();
        } catch (Throwable defect) {
            LOG.error("{}: not connected to, for a reason that should not exist", target, defect);
            return Future.failedFuture(defect);
        }
    }

    private void connected(Taker taker, NetSocketInternal socket) {
        OriginConnection connection;
        try {
            connection = new OriginConnection(this, socket, loop.settings());
        } catch (Throwable defect) {
            LOG.error("{}: a connection cannot be used for a reason that should not exist", target, defect);
            socket.close();
            refuse(taker, FailureCause.defect(target, defect));
            return;
        }
        open.add(connection);
        LoopPool.in(taker.context(), () -> taker.taken(connection));
    }

    /** Where the system gives no descriptors, classes that tell one failure from another may not be there to be loaded. */
    private OriginFailure whyNot(Throwable cause) {
        try {
            return FailureCause.whileConnecting(target, cause);
        } catch (Throwable defect) {
            return FailureCause.defect(target, cause);
        }
    }

    private void refuse(Taker taker, OriginFailure failure) {
        LoopPool.in(taker.context(), () -> taker.refused(failure));
        serveNext();
        loop.checkClosed();
    }

    /** A connection is unused from here on. */
    void freed(OriginConnection connection) {
        Taker next = nextWaiting();
        if (next != null) {
            LoopPool.in(next.context(), () -> next.taken(connection));
        } else if (loop.closing()) {
            connection.close();
        } else {
            idle.addFirst(connection);
            loop.sweepLater();
        }
    }

    /** A connection was closed. */
    void gone(OriginConnection connection) {
        open.remove(connection);
        idle.remove(connection);
        serveNext();
        loop.checkClosed();
    }

    private void serveNext() {
        Taker next = open.size() + opening < mostConnections ? nextWaiting() : null;
        if (next != null) {
            connect(next);
        }
    }

    /** Closes what has been unused for too long. */
    void sweep(long nowNanos) {
        List.copyOf(idle).stream()
                .filter(connection -> !connection.usable(nowNanos))
                .forEach(connection -> {
                    idle.remove(connection);
                    connection.close();
                });
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    boolean isEmpty() {
        return open.isEmpty() && opening == 0 && waiting.isEmpty();
    }

    /** Closes the unused connections. */
    void closeIdle() {
        List<OriginConnection> unused = List.copyOf(idle);
        idle.clear();
        unused.forEach(OriginConnection::close);
    }

    /** Refuses those who wait and closes every connection, whatever goes over it. */
    void closeAll() {
        List<Taker> refused = List.copyOf(waiting.keySet());
        waiting.values().forEach(ActiveTimer::stop);
        waiting.clear();
        refused.forEach(taker -> {
            OriginFailure closed = new OriginFailure(OriginFailure.Kind.CLOSED, target + ": closed");
            LoopPool.in(taker.context(), () -> taker.refused(closed));
        });
        List.copyOf(open).forEach(OriginConnection::close);
    }
}
