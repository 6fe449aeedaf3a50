package io.skerry.origin;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TcpClientConfig;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop to all targets of an origin, and their end.
 *
 * <p>Confined to its event loop, but for {@link #close}. Connections are opened, and time-outs looked at, in a context of their own:
 * that of a request goes with the listener it came by, and they serve others.
 */
// What a scheduled task comes to is in what it does.
@SuppressWarnings("FutureReturnValueIgnored")
final class LoopPool {

    private static final int SWEEP_MILLIS = 500;

    private final OriginSettings settings;
    private final Deadlines deadlines;
    private final int eventLoops;
    private final ContextInternal context;
    private final EventLoop eventLoop;
    private final NetClientInternal net;
    private final ClientSSLOptions tls;
    private final IdentityHashMap<OriginTarget, TargetPool> byTarget = new IdentityHashMap<>(4);
    private final Promise<Void> closed = Promise.promise();
    private boolean sweeping;
    private boolean closing;

    /** A pool of the event loop that calls. */
    LoopPool(Vertx vertx, OriginSettings settings, int eventLoops) {
        this.settings = settings;
        this.eventLoops = eventLoops;
        this.context = ownContext(vertx);
        this.eventLoop = context.nettyEventLoop();
        this.deadlines = new Deadlines(look -> context.setTimer(Deadlines.LOOK_MILLIS, _ -> look.run()));
        this.tls = tls(settings);
        ContextInternal before = context.beginDispatch();
        try {
            this.net = (NetClientInternal) vertx.createNetClient(new TcpClientConfig(), tls);
        } finally {
            context.endDispatch(before);
        }
    }

    /** A context of the event loop that calls, which stays when the listener goes on whose behalf it calls. */
    static ContextInternal ownContext(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        EventLoop eventLoop = internal.getOrCreateContext().nettyEventLoop();
        return internal.contextBuilder().withEventLoop(eventLoop).build();
    }

    private static ClientSSLOptions tls(OriginSettings settings) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return switch (settings.trust()) {
            case OriginTrust.JvmDefault() -> options;
            case OriginTrust.Authorities(String pem) -> {
                options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem)));
                yield options;
            }
        };
    }

    /** The connections to a target. */
    TargetPool to(OriginTarget target) {
        TargetPool pool = byTarget.get(target);
        if (pool == null) {
            OriginLimits limits = settings.limits();
            pool = new TargetPool(this, dialer(target), target, share(limits.connections()), share(limits.queue()));
            byTarget.put(target, pool);
        }
        return pool;
    }

    private Dialer dialer(OriginTarget target) {
        return new Dialer(target, context, net, tls, settings.timeouts().connect());
    }

    private int share(int total) {
        return (total + eventLoops - 1) / eventLoops;
    }

    OriginSettings settings() {
        return settings;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** How long a request may wait for a connection of others. */
    Duration longestWait() {
        return settings.timeouts().connect().plus(settings.timeouts().firstByte());
    }

    /** Runs at once in a context of this event loop. */
    static void in(Context context, Runnable action) {
        ((ContextInternal) context).dispatch(action);
    }

    /** Unused connections are looked at before long. */
    void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            eventLoop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        long now = System.nanoTime();
        byTarget.values().forEach(pool -> pool.sweep(now));
        if (byTarget.values().stream().anyMatch(TargetPool::hasIdle)) {
            sweepLater();
        }
    }

    /** Whether it is being closed: what becomes unused is closed. */
    boolean closing() {
        return closing;
    }

    /** Lets exchanges under way finish within the grace, then closes all connections. From any thread. */
    Future<Void> close(Duration grace) {
        try {
            eventLoop.execute(() -> beginClose(grace));
        } catch (RejectedExecutionException gone) {
            // The event loop has ended, and everything on it.
            closed.tryComplete();
        }
        return closed.future();
    }

    private void beginClose(Duration grace) {
        closing = true;
        byTarget.values().forEach(TargetPool::closeIdle);
        checkClosed();
        if (!closed.future().isComplete()) {
            eventLoop.schedule(this::endClose, grace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void endClose() {
        byTarget.values().forEach(TargetPool::closeAll);
        net.close().onComplete(_ -> closed.tryComplete());
    }

    /** Something ended; it may have been the last. */
    void checkClosed() {
        if (closing && byTarget.values().stream().allMatch(TargetPool::isEmpty)) {
            net.close().onComplete(_ -> closed.tryComplete());
        }
    }
}
