package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.cache.message.Headers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Switching protocols through an origin. */
class UpgradeTest {

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void after_a_101_bytes_flow_both_ways_from_the_first_on() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
            peer.read(4);
            peer.write(" again");
            peer.awaitClose();
            closed.countDown();
        })) {
            OriginClient client = asker.client(origin.target());
            Buffer received = Buffer.buffer();
            UpgradeAnswer.Switched switched = (UpgradeAnswer.Switched) asker.on(() -> client.upgrade(
                            OriginRequest.of(
                                    Asker.get("/live").head().withHeaders(Headers.of("Sec-WebSocket-Key", "k"))),
                            "websocket")
                    .answer());
            NetSocket socket = switched.socket();
            asker.run(() -> {
                socket.handler(bytes -> {
                    received.appendBuffer(bytes);
                    if (received.length() == 5) {
                        socket.write("ping");
                    }
                    if (received.length() == 11) {
                        socket.close();
                    }
                });
                socket.resume();
            });

            assertThat(latch(closed)).isTrue();
            assertThat(received.toString()).isEqualTo("hello again");
            assertThat(switched.headers()).isEqualTo(Headers.of("Sec-WebSocket-Accept", "x"));
            assertThat(origin.heads().getFirst())
                    .containsIgnoringCase("\r\nConnection: Upgrade\r\n")
                    .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nSec-WebSocket-Key: k\r\n")
                    .doesNotContainIgnoringCase("Transfer-Encoding");
            await().until(() -> client.inFlight() == 0);
        }
    }

    @Test
    void an_answer_that_is_not_101_is_an_ordinary_response() throws IOException {
        try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")) {
            OriginClient client = asker.client(origin.target());
            UpgradeAnswer answer = asker.on(
                    () -> client.upgrade(Asker.get("/live"), "websocket").answer());
            Asker.Told told = asker.on(() -> Asker.collect(((UpgradeAnswer.Declined) answer).answer()));

            assertThat(told.response().head().status()).isEqualTo(403);
            assertThat(told.content().toString()).isEqualTo("no");
            assertThat(told.end()).isEqualTo(new BodyEnd.Complete());
            await().until(() -> client.inFlight() == 0);
        }
    }

    @Test
    void an_origin_that_hangs_up_on_the_handshake_is_a_failure() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(RawOrigin.Peer::readHead)) {
            OriginClient client = asker.client(origin.target());
            UpgradeAnswer answer = asker.on(
                    () -> client.upgrade(Asker.get("/live"), "websocket").answer());

            assertThat(((UpgradeAnswer.Declined) answer).answer())
                    .isInstanceOfSatisfying(
                            OriginFailure.class, f -> assertThat(f.kind()).isEqualTo(OriginFailure.Kind.RESET));
            assertThat(client.inFlight()).isZero();
        }
    }

    private static boolean latch(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
