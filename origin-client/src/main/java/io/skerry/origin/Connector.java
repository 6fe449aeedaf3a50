package io.skerry.origin;

import io.skerry.cache.message.RequestHead;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a connection for one request, target after target until one lets itself be connected to. */
final class Connector {

    private final OriginSettings settings;
    private final @Nullable TargetGroup group;
    private final Pools pools;
    private final OriginFailure nothingLeft;
    private final List<TargetState> tried = new ArrayList<>(2);

    /** What came of looking for a connection. */
    sealed interface Outcome {}

    /**
     * A connection with a request on it that was not written yet. Its target counts one more in flight until the holder calls
     * {@code state.finish()}, once.
     */
    record Connected(HttpClientRequest request, TargetState state, Reuse reuse) implements Outcome {}

    /** No target could be connected to. */
    record NotConnected(OriginFailure failure) implements Outcome {}

    /** Whether a connection carried a request before. */
    enum Reuse {
        FRESH,
        KEPT_ALIVE
    }

    /**
     * A search among a group's targets.
     *
     * @param group null if no target has the label asked for
     * @param closed whether the client was closed, and nothing is to be connected
     */
    Connector(OriginSettings settings, @Nullable TargetGroup group, Pools pools, boolean closed) {
        this.settings = settings;
        this.group = group;
        this.pools = pools;
        this.nothingLeft = closed
                ? new OriginFailure(OriginFailure.Kind.CLOSED, settings.name() + ": closed")
                : new OriginFailure(OriginFailure.Kind.NO_TARGET, settings.name() + ": no target of this label");
    }

    /** A connection for the request; never fails as a future. */
    Future<Outcome> connect(RequestHead head) {
        return tryNext(head, nothingLeft);
    }

    /** Lets a target be tried again, when a kept-alive connection to it turned out to be closed. */
    void reconsider(TargetState state) {
        tried.remove(state);
    }

    private Future<Outcome> tryNext(RequestHead head, OriginFailure last) {
        TargetState state = group == null ? null : group.next(tried);
        if (state == null) {
            return Future.succeededFuture(new NotConnected(last));
        }
        tried.add(state);
        state.begin();
        Pools.Pool pool = pools.ofThisLoop();
        return pool.agent().request(options(head, state.target())).transform(opened -> {
            if (opened.succeeded()) {
                return Future.succeededFuture(connected(pool, state, opened.result()));
            }
            state.finish();
            OriginFailure failure = FailureCause.whileConnecting(state.target(), opened.cause());
            // A full pool is a limit, not a fault of the target: the next one would be overrun in turn, but it may have
            // room.
            return tryNext(head, failure);
        });
    }

    private static Outcome connected(Pools.Pool pool, TargetState state, HttpClientRequest request) {
        Reuse reuse = pool.used(request.connection()) ? Reuse.KEPT_ALIVE : Reuse.FRESH;
        return new Connected(request, state, reuse);
    }

    private RequestOptions options(RequestHead head, OriginTarget target) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(head.method().name()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.scheme() == OriginTarget.Scheme.HTTPS)
                .setURI(head.target().pathAndQuery())
                .setFollowRedirects(false)
                // Bounds the wait for a pooled connection; opening one has its own time-out.
                .setConnectTimeout(settings.timeouts()
                        .connect()
                        .plus(settings.timeouts().firstByte())
                        .toMillis());
    }
}
