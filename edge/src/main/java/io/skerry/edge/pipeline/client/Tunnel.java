package io.skerry.edge.pipeline.client;

import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Two sockets that have switched to another protocol, joined: bytes go both ways, each side at the pace of the other, until one of
 * them closes. Confined to one event loop.
 */
final class Tunnel {

    private final NetSocket client;
    private final NetSocket origin;
    private final ResponseWriter.ByteCount toClient;
    private final Promise<Ending> ended = Promise.promise();

    private Tunnel(NetSocket client, NetSocket origin, ResponseWriter.ByteCount toClient) {
        this.client = client;
        this.origin = origin;
        this.toClient = toClient;
    }

    /** Joins two paused sockets; completes when both are closed. */
    static Future<Ending> join(NetSocket client, NetSocket origin, ResponseWriter.ByteCount toClient) {
        Tunnel tunnel = new Tunnel(client, origin, toClient);
        client.handler(buffer -> tunnel.forward(buffer, client, origin));
        origin.handler(tunnel::toClient);
        client.closeHandler(_ -> tunnel.close());
        origin.closeHandler(_ -> tunnel.close());
        client.exceptionHandler(_ -> tunnel.close());
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

    private void close() {
        client.close();
        origin.close();
        ended.tryComplete(Ending.COMPLETE);
    }
}
