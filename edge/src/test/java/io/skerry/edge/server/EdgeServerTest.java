package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skerry.cache.address.AddressRanges;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeServerTest {

    private static final String HOST = "Host: Shop.example\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void an_arrival_says_who_asks_and_for_what() {
        int port = doors.open(Doors.local()).port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET / HTTP/1.1\r\n" + HOST + "X-Forwarded-For: 203.0.113.7\r\nX-Request-Id: mine\r\n\r\n")
                    .until("ok", 1);
        }
        Arrival arrival = doors.arrivals().getFirst();

        assertThat(arrival.authority()).isEqualTo("shop.example");
        assertThat(arrival.scheme()).isEqualTo("http");
        assertThat(arrival.client().client()).isEqualTo("127.0.0.1");
        assertThat(arrival.client().trust()).isEqualTo(ClientIdentity.Trust.UNTRUSTED);
        assertThat(arrival.client().requestId()).hasSize(32).isNotEqualTo("mine");
    }

    @Test
    void an_address_of_ipv6_is_written_as_rfc_5952_has_it() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has IPv6");
        EdgeServer server = doors.open(ListenerSettings.plain("::1", 0));
        try (Socket client = new Socket(loopback, server.port())) {
            client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(8)).asString().isEqualTo("HTTP/1.1");
        }

        assertThat(doors.arrivals())
                .extracting(arrival -> arrival.client().peer())
                .containsExactly("::1");
    }

    @Test
    void a_trusted_proxy_is_believed() {
        int port = doors.open(Doors.local().withTrustedProxies(AddressRanges.of(List.of("127.0.0.0/8"))))
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET / HTTP/1.1\r\n" + HOST
                            + "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\nX-Request-Id: mine\r\n\r\n")
                    .until("ok", 1);
        }
        ClientIdentity identity = doors.arrivals().getFirst().client();

        assertThat(identity.client()).isEqualTo("203.0.113.7");
        assertThat(identity.scheme()).isEqualTo("https");
        assertThat(identity.requestId()).isEqualTo("mine");
    }

    @Test
    void pipelined_requests_are_answered_in_order() {
        int port = doors.open(Doors.local()).port();
        try (RawClient client = RawClient.to(port)) {
            client.send(GET + GET + GET).until("ok", 3);
        }
    }

    @Test
    void short_content_nobody_read_is_drained_and_never_taken_for_a_request() {
        int port = doors.open(Doors.local()).port();
        String inner = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";
        try (RawClient client = RawClient.to(port)) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: " + inner.length() + "\r\n\r\n")
                    .until("ok", 1);
            client.send(inner).send(GET).until("ok", 2);
        }

        assertThat(doors.handled()).containsExactly("POST /", "GET /");
    }

    @Test
    void long_content_nobody_read_closes_the_connection() {
        int port = doors.open(Doors.local()).port();
        try (RawClient client = RawClient.to(port)) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 50000000\r\n\r\n")
                    .until("ok", 1);
            try {
                client.send(new byte[20_000_000]);
            } catch (java.io.UncheckedIOException closed) {
                // what was to be shown
            }

            assertThat(RawClient.occurrences(client.untilClosed(10_000), "HTTP/1.1 "))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_client_that_still_sends_is_told_of_the_end_before_its_connection_is_closed() {
        EdgeServer server = doors.open(Doors.local());
        try (RawClient client = RawClient.to(server.port())) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 50000000\r\n\r\n");
            client.send(new byte[2 * (int) ConnectionGuard.DRAIN_BYTES]).untilClosed(10_000);

            for (int i = 0; i < 5; i++) {
                client.send(new byte[1_000]);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void what_is_pipelined_behind_the_last_answer_costs_the_client_nothing_of_it() throws Exception {
        byte[] large = new byte[1_000_000];
        EdgeServer server = doors.open(Doors.local(), (request, arrival) -> {
            NettyAccess.closeAfterResponse(request.connection());
            doors.vertx().setTimer(500, _ -> request.response().end(Buffer.buffer(large)));
        });
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4_096);
            client.setSoTimeout(10_000);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            for (int i = 0; i < 10; i++) {
                client.getOutputStream().write(GET.repeat(100).getBytes(StandardCharsets.ISO_8859_1));
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            LockSupport.parkNanos(Duration.ofMillis(800).toNanos());

            assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(large.length);
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void content_nobody_read_that_never_comes_closes_the_connection() {
        int port = doors.open(Doors.local()).port();
        try (RawClient client = RawClient.to(port)) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n")
                    .until("ok", 1);

            client.untilClosed(15_000);
        }
    }

    @Test
    void a_response_that_says_close_is_the_connections_last() {
        int port = doors.open(
                        Doors.local(),
                        (request, arrival) -> request.response()
                                .putHeader("Connection", "close")
                                .end("ok"))
                .port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(RawClient.occurrences(client.send(GET).untilClosed(10_000), " 200 OK"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_client_that_expects_100_is_asked_when_its_content_is_wanted() {
        CountDownLatch wanted = new CountDownLatch(1);
        BlockingQueue<Runnable> read = new ArrayBlockingQueue<>(1);
        int port = doors.open(Doors.local(), (request, arrival) -> {
                    io.vertx.core.Context context = io.vertx.core.Vertx.currentContext();
                    read.add(() -> context.runOnContext(go -> arrival.content().resume()));
                    arrival.content().endHandler(end -> request.response().end("ok"));
                    wanted.countDown();
                })
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            latch(wanted);
            read.remove().run();
            client.until("HTTP/1.1 100 Continue\r\n\r\n", 1);

            assertThat(client.send("hello").until("ok", 1)).contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void one_connection_too_many_is_closed_at_once() {
        ListenerSettings.Limits limits = new ListenerSettings.Limits(8_192, 8_192, 50, 1_000, 2);
        EdgeServer server = doors.open(Doors.local().withLimits(limits));
        try (RawClient first = RawClient.to(server.port());
                RawClient second = RawClient.to(server.port())) {
            first.send(GET).until("ok", 1);
            second.send(GET).until("ok", 1);
            try (RawClient third = RawClient.to(server.port())) {
                assertThat(third.untilClosed(10_000)).isEmpty();
            }
        }
        await().until(() -> server.connections() == 0);
        try (RawClient fourth = RawClient.to(server.port())) {
            fourth.send(GET).until("ok", 1);
        }
    }

    @Test
    void a_port_in_use_is_a_failure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenerSettings settings = ListenerSettings.plain("127.0.0.1", taken.getLocalPort());

            Assertions.assertThatThrownBy(() -> doors.open(settings)).hasCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void a_handler_that_throws_is_a_500() {
        int port = doors.open(Doors.local(), (request, arrival) -> {
                    throw new IllegalStateException("a defect");
                })
                .port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.send(GET).untilClosed(10_000))
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("defect");
        }
    }

    @Test
    void a_socket_taken_over_is_left_alone() {
        int port = doors.open(Doors.impatient(100, 100, 100, 100), (request, arrival) -> tunnel(request))
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET /live HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                    .until("\r\n\r\n", 1);
            doors.vertx().timer(600).toCompletionStage().toCompletableFuture().join();

            assertThat(client.send("echo").until("echo", 1)).contains("101 Switching Protocols");
        }
    }

    @Test
    void bytes_sent_before_the_101_go_through_the_tunnel_first() {
        int port = doors.open(Doors.local(), (request, arrival) -> tunnelLater(request))
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET /live HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nwith it,");
            doors.vertx().timer(50).toCompletionStage().toCompletableFuture().join();
            client.send("behind it,");

            assertThat(client.until("behind it,", 1)).contains("101 Switching").endsWith("\r\n\r\nwith it,behind it,");
            assertThat(client.send("and later").until("and later", 1)).endsWith("with it,behind it,and later");
        }
    }

    @Test
    void more_than_is_held_before_the_101_waits_on_the_wire() {
        int port = doors.open(Doors.local(), (request, arrival) -> tunnelLater(request))
                .port();
        String much = "0123456789abcdef".repeat(StrictRequestDecoder.HELD_BYTES / 4);
        try (RawClient client = RawClient.to(port)) {
            client.send(
                    "GET /live HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + much + "!");

            assertThat(client.until("!", 1)).endsWith("\r\n\r\n" + much + "!");
        }
    }

    @Test
    void what_follows_a_switch_that_was_declined_is_a_request() {
        int port = doors.open(
                        Doors.local(),
                        (request, arrival) -> doors.vertx()
                                .timer(100)
                                .onSuccess(late -> request.response().end(request.path())))
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET /live HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                    + "GET /next HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(client.until("/next", 1)).contains("/live").contains("200 OK");
        }
    }

    private void tunnelLater(HttpServerRequest request) {
        doors.vertx().timer(200).onSuccess(late -> tunnel(request));
    }

    private static void tunnel(HttpServerRequest request) {
        request.response().setStatusCode(101).putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
        request.toNetSocket().onSuccess(socket -> socket.handler(socket::write));
    }

    private static void latch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
