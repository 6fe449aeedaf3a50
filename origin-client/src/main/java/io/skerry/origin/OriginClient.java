package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The way to one origin: its targets, their pooled connections and time-outs. One per origin and generation.
 *
 * <p>Called on a Vert.x event loop; everything it hands out lives on the context of that call, and so do its connections. Nothing an
 * origin does is an exception: each ending is an {@link OriginAnswer} or a {@link BodyEnd}.
 */
public interface OriginClient {

    /**
     * A client of the origin; opens no connection yet.
     *
     * @param vertx whose event loops call it
     * @param settings of the origin
     * @param clock read when a request is sent and when a head is received
     * @param eventLoops how many of them will call it, at least 1: each has its share of the connections
     */
    static OriginClient open(Vertx vertx, OriginSettings settings, InstantSource clock, int eventLoops) {
        return new PooledOriginClient(vertx, settings, clock, eventLoops);
    }

    /**
     * How a Vert.x that clients are opened on asks for names: what was said of one is believed for five seconds, however long its time to
     * live is. Container networks say ten minutes, and give a container that is made anew another address.
     */
    static AddressResolverOptions names() {
        return new AddressResolverOptions().setCacheMaxTimeToLive(5);
    }

    /**
     * Sends a request. A target that cannot be connected to is passed over for the next one; once a byte was sent there is no second
     * target. A kept-alive connection that turns out to be closed is replaced, up to three times, for idempotent requests without content.
     */
    OriginExchange send(OriginRequest request);

    /**
     * Sends a request to switch protocols: {@code GET} with {@code Connection: Upgrade} and the protocol. Nothing but this head is
     * sent before the origin answered 101.
     *
     * @param request without content
     * @param protocol value of {@code Upgrade}, such as {@code websocket}
     * @throws IllegalArgumentException if the request has content or is not a GET
     */
    OriginUpgrade upgrade(OriginRequest request, String protocol);

    /** The requests now at the origin, from the moment a target was chosen to the end of the answer's content. */
    int inFlight();

    /**
     * Lets exchanges under way finish within the grace, then closes every connection. Requests sent after the call are answered
     * {@code CLOSED}.
     */
    Future<Void> close(Duration grace);
}
