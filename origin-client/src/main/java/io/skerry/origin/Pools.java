package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pooled connections to an origin, one pool per event loop, so that an exchange and its connection share a thread.
 *
 * <p>A pool shared by all loops would hand a request a connection of another loop, and every buffer would hop between threads.
 */
final class Pools {

    private final Vertx vertx;
    private final OriginSettings settings;
    private final int eventLoops;
    private final Map<Thread, LoopPool> byThread = new ConcurrentHashMap<>();

    Pools(Vertx vertx, OriginSettings settings, int eventLoops) {
        this.vertx = vertx;
        this.settings = settings;
        this.eventLoops = eventLoops;
    }

    /** The pool of the calling event loop. */
    LoopPool ofThisLoop() {
        LoopPool pool = byThread.get(Thread.currentThread());
        return pool != null ? pool : byThread.computeIfAbsent(Thread.currentThread(), loop -> open());
    }

    private LoopPool open() {
        return new LoopPool(vertx, settings, eventLoops);
    }

    /** Lets running exchanges finish within the grace, then closes all connections. */
    Future<Void> close(Duration grace) {
        return Future.join(byThread.values().stream()
                        .map(pool -> pool.close(grace))
                        .toList())
                .mapEmpty();
    }
}
