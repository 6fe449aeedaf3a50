package io.skerry.edge.pipeline.client;

import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * Hands an origin's content to one client as it comes: the client's pace is the origin's. Confined to the event loop of both.
 */
final class StreamTransfer {

    private final HttpServerRequest http;
    private final HttpServerResponse response;
    private final OriginBody body;
    private final ResponseWriter.ByteCount sent;
    private final Promise<Ending> ending = Promise.promise();
    private boolean ended;

    StreamTransfer(HttpServerRequest http, OriginBody body, ResponseWriter.ByteCount sent) {
        this.http = http;
        this.response = http.response();
        this.body = body;
        this.sent = sent;
    }

    Future<Ending> start() {
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        response.exceptionHandler(_ -> clientGone());
        response.closeHandler(_ -> clientGone());
        body.handler(this::forward);
        body.end().onSuccess(this::ended);
        body.resume();
        if (!ended && !response.headWritten()) {
            // Its content may come much later (an event stream, a long poll).
            writeHead();
        }
        return ending.future();
    }

    private void writeHead() {
        if (http.version() == HttpVersion.HTTP_1_0) {
            // writeHead() would promise chunks (RFC 9112 6.1).
            response.write(Buffer.buffer());
        } else {
            response.writeHead();
        }
    }

    private void forward(Buffer buffer) {
        if (ended) {
            return;
        }
        sent.add(buffer.length());
        response.write(buffer);
        if (response.writeQueueFull()) {
            body.pause();
            response.drainHandler(_ -> body.resume());
        }
    }

    private void ended(BodyEnd end) {
        if (ended) {
            return;
        }
        ended = true;
        switch (end) {
            case BodyEnd.Complete _ ->
                response.end()
                        .onComplete(
                                result -> ending.complete(result.succeeded() ? Ending.COMPLETE : Ending.CLIENT_ABORT));
            case BodyEnd.Failed _ -> {
                ResponseWriter.breakOff(http);
                ending.complete(Ending.BROKEN);
            }
        }
    }

    private void clientGone() {
        if (!ended) {
            ended = true;
            body.cancel();
            ending.complete(Ending.CLIENT_ABORT);
        }
    }
}
