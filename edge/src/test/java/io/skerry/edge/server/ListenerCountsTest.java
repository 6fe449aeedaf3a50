package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.vertx.core.buffer.Buffer;
import java.net.SocketException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each guard tells why it ended a connection, once. */
class ListenerCountsTest {

    private static final long LONG = 60_000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 10000000\r\n\r\n";

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void connection_without_a_head_in_time_is_a_slow_head() {
        EdgeServer server = doors.open(Doors.impatient(200, LONG, LONG, LONG));
        try (RawClient silent = RawClient.to(server.port());
                RawClient half = RawClient.to(server.port())) {
            half.send("GET / HTTP/1.1\r\nHost: shop").untilClosed(10_000);
            silent.untilClosed(10_000);
        }
        assertThat(cuts(server)).isEqualTo(Map.of(Cut.SLOW_HEAD, 2L));
    }

    @Test
    void handshake_that_does_not_end_is_a_slow_head() {
        EdgeServer server = doors.open(TlsTest.tls()
                .withTimeouts(Doors.impatient(200, LONG, LONG, LONG).timeouts()));
        try (RawClient client = RawClient.to(server.port())) {
            client.untilClosed(10_000);
        }
        await().untilAsserted(() -> assertThat(cuts(server)).isEqualTo(Map.of(Cut.SLOW_HEAD, 1L)));
    }

    @Test
    void connection_that_was_of_use_ends_unused_and_uncounted() {
        EdgeServer server = doors.open(Doors.impatient(LONG, LONG, LONG, 200));
        try (RawClient client = RawClient.to(server.port())) {
            client.send(GET).untilClosed(10_000);
        }
        assertThat(cuts(server)).isEmpty();
    }

    @Test
    void content_that_stops_is_slow_content_and_nothing_else() {
        EdgeServer server = doors.open(Doors.impatient(LONG, 200, LONG, LONG), (request, arrival) -> {
            arrival.content()
                    .exceptionHandler(_ -> request.response().setStatusCode(408).end());
            arrival.content().resume();
        });
        try (RawClient client = RawClient.to(server.port())) {
            client.send(POST + "hello").untilClosed(10_000);
        }
        assertThat(cuts(server)).isEqualTo(Map.of(Cut.SLOW_CONTENT, 1L));
    }

    @Test
    void content_nobody_wants_and_that_goes_on_is_unread_content() {
        EdgeServer server = doors.open(Doors.local());
        try (RawClient client = RawClient.to(server.port())) {
            client.send(POST + "x".repeat((int) ConnectionGuard.DRAIN_BYTES)).until("ok", 1);
            client.send("x".repeat(64 * 1024)).untilClosed(10_000);
        }
        assertThat(cuts(server)).isEqualTo(Map.of(Cut.UNREAD_CONTENT, 1L));
    }

    @Test
    void client_that_takes_nothing_is_a_slow_reader() {
        EdgeServer server = doors.open(
                Doors.impatient(LONG, LONG, 300, LONG),
                (request, arrival) -> request.response().end(Buffer.buffer(new byte[32 << 20])));
        try (RawClient client = RawClient.to(server.port())) {
            client.send(GET).readAtMost(1_000);
            await().until(() -> server.connections() == 0);
            assertThatThrownBy(() -> client.readAtMost(Integer.MAX_VALUE)).hasCauseInstanceOf(SocketException.class);
        }
        assertThat(cuts(server)).isEqualTo(Map.of(Cut.SLOW_READER, 1L));
    }

    @Test
    void connection_beyond_the_limit_is_one_too_many() {
        EdgeServer server =
                doors.open(Doors.local().withLimits(new ListenerSettings.Limits(8_192, 8_192, 50, 1_000, 1)));
        try (RawClient first = RawClient.to(server.port())) {
            first.send(GET).until("ok", 1);
            try (RawClient second = RawClient.to(server.port())) {
                second.untilClosed(10_000);
            }
        }
        assertThat(cuts(server)).isEqualTo(Map.of(Cut.TOO_MANY, 1L));
    }

    /** Those that there were. */
    static Map<Cut, Long> cuts(EdgeServer server) {
        Map<Cut, Long> cuts = new EnumMap<>(Cut.class);
        Arrays.stream(Cut.values())
                .filter(cut -> server.counts().cuts(cut) > 0)
                .forEach(cut -> cuts.put(cut, server.counts().cuts(cut)));
        return cuts;
    }
}
