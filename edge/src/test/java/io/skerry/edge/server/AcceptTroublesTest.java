package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.skerry.edge.admin.AdminRoute;
import io.skerry.edge.admin.AdminServer;
import io.skerry.edge.admin.AdminSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** That the system gives no connections is said once each time, not once a second with its stack. */
class AcceptTroublesTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptTroubles.class);
    private final AtomicLong now = new AtomicLong();
    private final EmbeddedChannel socket = new EmbeddedChannel(new AcceptTroubles(now::get));

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        socket.finishAndReleaseAll();
    }

    private void fail(long afterSeconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(afterSeconds));
        socket.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
        socket.checkException();
    }

    @Test
    void trouble_that_lasts_is_said_once() {
        for (int second = 0; second < 60; second++) {
            fail(1);
        }

        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("Too many open files");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void trouble_that_comes_again_is_said_again() {
        fail(1);
        fail(60);

        assertThat(log.list).hasSize(2);
    }

    @Test
    void what_is_no_trouble_of_the_socket_goes_on() {
        socket.pipeline().fireExceptionCaught(new IllegalStateException("a defect"));

        assertThatThrownBy(socket::checkException).hasMessage("a defect");
        assertThat(log.list).isEmpty();
    }

    @Test
    void listening_socket_is_watched_from_its_first_connection_on() throws Exception {
        CompletableFuture<Channel> listening = new CompletableFuture<>();
        try (Doors doors = new Doors()) {
            EdgeServer server = doors.open(Doors.local(), (request, arrival) -> {
                listening.complete(
                        NettyAccess.pipeline(request.connection()).channel().parent());
                request.response().end();
            });
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                Channel socket = listening.get(10, TimeUnit.SECONDS);
                assertThat(socket.pipeline().get(AcceptTroubles.class)).isNotNull();
            }
        }
    }

    @Test
    void admin_listener_is_watched_as_well() throws Exception {
        CompletableFuture<Channel> listening = new CompletableFuture<>();
        try (Doors doors = new Doors()) {
            AdminServer admin = Doors.await(AdminServer.start(
                    doors.vertx(),
                    AdminSettings.at("127.0.0.1", 0),
                    List.of(AdminRoute.all(
                            "/live",
                            request -> listening.complete(NettyAccess.pipeline(request.connection())
                                    .channel()
                                    .parent())))));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
                client.getOutputStream()
                        .write("GET /live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                Channel socket = listening.get(10, TimeUnit.SECONDS);
                assertThat(socket.pipeline().get(AcceptTroubles.class)).isNotNull();
            }
        }
    }
}
