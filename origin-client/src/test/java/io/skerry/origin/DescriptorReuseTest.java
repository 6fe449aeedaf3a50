package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Epoll tells an event loop of many sockets at once, by their descriptors, and one that is closed meanwhile is the next one's. */
class DescriptorReuseTest {

    private static final int ROUNDS = 20;
    private static final OriginLimits ONE = new OriginLimits(1, 10, 65_536, 100);

    /**
     * A client leaves, and so its connection to the origin is closed, just as more of the answer is there to be read. What is to be read
     * is not news of the connection that is opened for who waited.
     */
    @Test
    void connection_opened_when_another_was_closed_gets_none_of_its_news() throws IOException {
        assumeTrue(Transport.EPOLL != null && Transport.EPOLL.available(), "no epoll here");
        try (Asker asker =
                new Asker(Vertx.builder().withTransport(Transport.EPOLL).build())) {
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(whoWaited(asker).answer()).isInstanceOf(OriginAnswer.Response.class);
            }
        }
    }

    private static Asker.Told whoWaited(Asker asker) throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answerAndClose = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        RawOrigin.Script script = peer -> {
            if (peer.readHead().startsWith("GET /leaves")) {
                asked.countDown();
                Asker.await(answerAndClose);
                peer.write(RawOrigin.OK).end();
                closed.countDown();
            } else {
                peer.write(RawOrigin.OK);
            }
        };
        try (RawOrigin origin = RawOrigin.playing(script);
                ServerSocket clients = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NetSocket leaving =
                    asker.on(() -> asker.vertx().createNetClient().connect(clients.getLocalPort(), "127.0.0.1"));
            OriginClient client = asker.client(OriginSettings.of("shop", List.of(origin.target()))
                    .withTimeouts(Asker.PATIENT)
                    .withLimits(ONE));
            asker.run(() -> {
                OriginExchange leaves = client.send(Asker.get("/leaves"));
                leaving.handler(_ -> leaves.cancel());
            });
            Asker.await(asked);
            Future<Asker.Told> waited = asker.on(() -> Future.succeededFuture(
                    client.send(Asker.get("/waits")).answer().compose(Asker::collect)));
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch look = new CountDownLatch(1);
            asker.run(() -> {
                busy.countDown();
                Asker.await(look);
            });
            Asker.await(busy);
            // In this order the event loop looks at them afterwards.
            try (Socket gone = clients.accept()) {
                gone.getOutputStream().write(1);
                answerAndClose.countDown();
                Asker.await(closed);
                look.countDown();
                return asker.on(() -> waited);
            }
        }
    }
}
