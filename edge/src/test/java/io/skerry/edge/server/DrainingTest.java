package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections when a listener is drained. */
class DrainingTest {

    private static final String HOST = "Host: shop.example\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void draining_finishes_what_is_under_way_and_accepts_nothing_more() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        BlockingQueue<Runnable> answer = new ArrayBlockingQueue<>(1);
        EdgeServer server = doors.open(Doors.local(), (request, arrival) -> {
            Context context = Vertx.currentContext();
            answer.add(() -> context.runOnContext(go -> request.response().end("ok")));
            asked.countDown();
        });
        try (RawClient busy = RawClient.to(server.port());
                RawClient idle = RawClient.to(server.port())) {
            busy.send(GET);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            var drained = server.drain(Duration.ofSeconds(20));
            idle.untilClosed(10_000);
            // The listeners of the event loops close one after the other.
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> RawClient.to(server.port()).close())
                    .isInstanceOf(UncheckedIOException.class));
            answer.remove().run();

            assertThat(busy.untilClosed(10_000))
                    .startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("connection: close")
                    .endsWith("ok");
            Doors.await(drained);
        }
    }

    @Test
    void draining_ends_at_the_end_of_the_grace() {
        EdgeServer server = doors.open(Doors.local(), (request, arrival) -> {});
        try (RawClient client = RawClient.to(server.port())) {
            client.send(GET);
            await().until(() -> !doors.handled().isEmpty());
            Doors.await(server.drain(Duration.ofMillis(300)));

            assertThat(client.untilClosed(10_000)).isEmpty();
        }
    }

    /** Netty would wait for its announcement of the end to be taken. */
    @Test
    void a_client_of_tls_that_takes_nothing_gets_no_longer_than_the_grace() throws Exception {
        EdgeServer server = doors.open(TlsTest.tls(), (request, arrival) -> {
            request.response().end(Buffer.buffer(new byte[20_000_000]));
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                SSLSocket client = encrypted(socket)) {
            client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');
            long began = System.nanoTime();
            Doors.await(server.drain(Duration.ofMillis(300)));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1200));
        }
    }

    /** RFC 9112 8: of content that ends with its connection, an end in good order would say that it is complete. */
    @Test
    void content_that_is_cut_is_not_taken_for_complete() throws Exception {
        EdgeServer server = doors.open(Doors.local(), (request, arrival) -> {
            request.response().setChunked(true).write("some, and more to come");
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write(("GET / HTTP/1.0\r\n" + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');
            Doors.await(server.drain(Duration.ofMillis(300)));

            assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    private static SSLSocket encrypted(Socket socket) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return (SSLSocket) trusting.getSocketFactory().createSocket(socket, "shop.example", socket.getPort(), true);
    }
}
