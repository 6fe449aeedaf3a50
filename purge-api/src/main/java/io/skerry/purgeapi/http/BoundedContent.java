package io.skerry.purgeapi.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Collects a request's content up to a limit. On the request's event loop alone. */
final class BoundedContent {

    private final HttpServerRequest request;
    private final int maxBytes;
    private final Consumer<Outcome> receiver;
    private final Buffer collected = Buffer.buffer();
    private boolean done;

    private BoundedContent(HttpServerRequest request, int maxBytes, Consumer<Outcome> receiver) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.receiver = receiver;
    }

    /**
     * Starts collecting. The receiver is told exactly once: of the whole content, of too much of it, or that the client left.
     */
    static void collect(HttpServerRequest request, int maxBytes, Consumer<Outcome> receiver) {
        BoundedContent content = new BoundedContent(request, maxBytes, receiver);
        request.handler(content::chunk);
        request.endHandler(ended -> content.finish(new Outcome.Complete(content.collected)));
        request.exceptionHandler(failure -> content.finish(new Outcome.Broken()));
    }

    private void chunk(Buffer chunk) {
        if (done) {
            return;
        }
        if (collected.length() + chunk.length() > maxBytes) {
            request.pause();
            finish(new Outcome.TooLarge());
            return;
        }
        collected.appendBuffer(chunk);
    }

    private void finish(Outcome outcome) {
        if (!done) {
            done = true;
            receiver.accept(outcome);
        }
    }

    /** How receiving a content ended. */
    sealed interface Outcome {

        /** All of it is here. */
        record Complete(Buffer content) implements Outcome {}

        /** There is more than the limit; the rest is not read. */
        record TooLarge() implements Outcome {}

        /** The connection ended before it. */
        record Broken() implements Outcome {}
    }
}
