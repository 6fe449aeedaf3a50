package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.Headers;
import io.skerry.cache.status.CacheStatus;
import io.skerry.edge.generation.RouteAction;
import io.vertx.core.buffer.Buffer;

/** The answers that the routes file itself gives: redirects and fixed responses. */
public final class FixedAnswers {

    /** The reason of {@link #wholeServer}. */
    public static final String WHOLE_SERVER = "options";

    private FixedAnswers() {}

    /** Sends the client elsewhere. */
    public static Answer redirect(RouteAction.Redirect redirect, Exchange exchange) {
        return Answer.made(
                redirect.status(),
                Headers.of("Location", redirect.location(exchange.captures())),
                Buffer.buffer(),
                exchange.made(OwnAnswer.REDIRECT));
    }

    /** The route's fixed response. */
    public static Answer respond(RouteAction.Respond respond, Exchange exchange) {
        return Answer.made(respond.status(), respond.headers(), respond.body(), exchange.made(OwnAnswer.RESPOND));
    }

    /** What {@code OPTIONS *} is told: the methods a server like this one takes (RFC 9110 9.3.7). */
    public static Answer wholeServer() {
        return Answer.made(
                204,
                Headers.of("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
                Buffer.buffer(),
                CacheStatus.Made.because(WHOLE_SERVER).value());
    }
}
