package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeTargets;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Answers purge requests: native bodies and Fastly's fields, by {@code POST}.
 *
 * <p>Every step is on the request's event loop; only the journal works elsewhere, and its answer returns there. The purge is in
 * force before the answer is written. Whatever is wrong, nothing is purged.
 */
public final class PurgeHandler implements Handler<HttpServerRequest> {

    private final PurgeNodes nodes;
    private final Authenticator authenticator;
    private final Supplier<PurgeTargets> targets;
    private final PurgeEvents events;

    /**
     * A handler for any number of listeners.
     *
     * @param nodes puts purges in force
     * @param authenticator recognises callers
     * @param targets the sites as they are now; asked once for each request
     * @param events hears of every call
     */
    public PurgeHandler(
            PurgeNodes nodes, Authenticator authenticator, Supplier<PurgeTargets> targets, PurgeEvents events) {
        this.nodes = Objects.requireNonNull(nodes);
        this.authenticator = Objects.requireNonNull(authenticator);
        this.targets = Objects.requireNonNull(targets);
        this.events = Objects.requireNonNull(events);
    }

    @Override
    public void handle(HttpServerRequest request) {
        new PurgeCall(this, request).start();
    }

    PurgeNodes nodes() {
        return nodes;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    PurgeTargets targets() {
        return targets.get();
    }

    PurgeEvents events() {
        return events;
    }
}
