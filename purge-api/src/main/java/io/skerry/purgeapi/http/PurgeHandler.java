package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeTargets;
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

    private final String node;
    private final Purger purger;
    private final Authenticator authenticator;
    private final Supplier<PurgeTargets> targets;
    private final PurgeEvents events;

    /**
     * A handler for any number of listeners.
     *
     * @param node this node's name, for answers
     * @param purger the purge log
     * @param authenticator recognises callers
     * @param targets the sites as they are now; asked once for each request
     * @param events hears of every call
     */
    public PurgeHandler(
            String node,
            Purger purger,
            Authenticator authenticator,
            Supplier<PurgeTargets> targets,
            PurgeEvents events) {
        this.node = Objects.requireNonNull(node);
        this.purger = Objects.requireNonNull(purger);
        this.authenticator = Objects.requireNonNull(authenticator);
        this.targets = Objects.requireNonNull(targets);
        this.events = Objects.requireNonNull(events);
    }

    @Override
    public void handle(HttpServerRequest request) {
        new PurgeCall(this, request).start();
    }

    String node() {
        return node;
    }

    Purger purger() {
        return purger;
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
