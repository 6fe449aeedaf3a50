package io.skerry.edge.pipeline;

import io.skerry.cache.message.Headers;
import io.skerry.edge.generation.RouteAction;
import io.vertx.core.buffer.Buffer;

/** The answers that the routes file itself gives: redirects and fixed responses. */
final class FixedAnswers {

    private FixedAnswers() {}

    /** Sends the client elsewhere. Captures are as they stood in the normalised path, so they are valid in a URL. */
    static Answer redirect(RouteAction.Redirect redirect, Exchange exchange) {
        return Answer.made(
                redirect.status(),
                Headers.of("Location", redirect.to().expand(exchange.captures())),
                Buffer.buffer(),
                exchange.made(OwnAnswer.REDIRECT));
    }

    /** The route's fixed response. */
    static Answer respond(RouteAction.Respond respond, Exchange exchange) {
        return Answer.made(respond.status(), respond.headers(), respond.body(), exchange.made(OwnAnswer.RESPOND));
    }
}
