package io.skerry.edge.pipeline.client;

import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Two sockets that have switched to another protocol, joined: bytes go both ways, each side at the pace of the other, until one of
 * them closes. What that one said last still reaches the other (RFC 9110 9.3.6), if it is taken in time. Confined to one event loop.
 */
final class Tunnel {

    /** How long the side that stays may take for what the other said before it closed. */
    private static final long LAST_WORDS_MILLIS = 30_000;

    private final Vertx vertx;
    private final NetSocket client;
    private final NetSocket origin;
    private final ResponseWriter.ByteCount toClient;
    private final Promise<Ending> ended = Promise.promise();

    private Tunnel(Vertx vertx, NetSocket client, NetSocket origin, ResponseWriter.ByteCount toClient) {
        this.vertx = vertx;
        this.client = client;
        this.origin = origin;
        this.toClient = toClient;
    }

    /** Joins two paused sockets, on their event loop; completes when both are closed. */
    static Future<Ending> join(NetSocket client, NetSocket origin, ResponseWriter.ByteCount toClient) {
        Tunnel tunnel = new Tunnel(Vertx.currentContext().owner(), client, origin, toClient);
        client.handler(buffer -> tunnel.forward(buffer, client, origin));
        origin.handler(tunnel::toClient);
        client.endHandler(_ -> tunnel.close());
        origin.endHandler(_ -> tunnel.close());
        client.closeHandler(_ -> tunnel.closeLater());
        origin.closeHandler(_ -> tunnel.closeLater());
        client.exceptionHandler(_ -> tunnel.close());
        // A server that drains would close it at once; so it has the time that is left, as every exchange has.
        client.shutdownHandler(_ -> {});
        origin.exceptionHandler(_ -> tunnel.close());
        client.resume();
        origin.resume();
        return tunnel.ended.future();
    }

    private void toClient(Buffer buffer) {
        toClient.add(buffer.length());
        forward(buffer, origin, client);
    }

    private void forward(Buffer buffer, NetSocket from, NetSocket to) {
        to.write(buffer);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(_ -> from.resume());
        }
    }

    private void closeLater() {
        if (!ended.future().isComplete()) {
            long timer = vertx.setTimer(LAST_WORDS_MILLIS, _ -> close());
            ended.future().onComplete(_ -> vertx.cancelTimer(timer));
        }
    }

    private void close() {
        // A socket with such a handler leaves its closing to that.
        client.shutdownHandler(null);
        client.close();
        origin.close();
        ended.tryComplete(Ending.COMPLETE);
    }
}
