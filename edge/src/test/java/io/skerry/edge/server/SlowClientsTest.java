package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, each cut at the time-out meant for it, and none at the cost of the others. */
class SlowClientsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 100\r\n\r\n";

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void a_connection_without_a_request_is_closed() {
        int port = doors.open(Doors.impatient(200, 60_000, 60_000, 60_000)).port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.untilClosed(10_000)).isEmpty();
        }
    }

    @Test
    void a_head_that_stops_is_answered_408_and_closed() {
        int port = doors.open(Doors.impatient(200, 60_000, 60_000, 60_000)).port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: shop").untilClosed(10_000))
                    .startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void a_head_that_drips_is_cut_all_the_same() {
        int port = doors.open(Doors.impatient(300, 60_000, 60_000, 60_000)).port();
        try (RawClient client = RawClient.to(port)) {
            client.send(GET).until("ok", 1);
            client.send("GET / HTTP/1.1\r\n");
            AtomicBoolean stop = new AtomicBoolean();
            Thread dripping = Thread.ofVirtual().start(() -> drip(client, stop));

            assertThat(client.untilClosed(10_000)).contains("HTTP/1.1 408 ");
            stop.set(true);
            dripping.interrupt();
        }
    }

    @Test
    void a_kept_alive_connection_is_closed_when_idle() {
        int port = doors.open(Doors.impatient(60_000, 60_000, 60_000, 200)).port();
        try (RawClient client = RawClient.to(port)) {
            client.send(GET);

            assertThat(client.untilClosed(10_000)).startsWith("HTTP/1.1 200 OK").doesNotContain("408");
        }
    }

    @Test
    void content_that_stops_fails_with_408() {
        int port = doors.open(Doors.impatient(60_000, 200, 60_000, 60_000), (request, arrival) -> {
                    arrival.content()
                            .exceptionHandler(cause -> request.response()
                                    .setStatusCode(arrival.content().refusal().orElse(0))
                                    .end());
                    arrival.content().resume();
                })
                .port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.send(POST + "hello").untilClosed(10_000)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void content_nobody_wants_yet_is_not_timed() {
        int port = doors.open(
                        Doors.impatient(60_000, 100, 60_000, 60_000),
                        (request, arrival) -> doors.vertx().setTimer(600, later -> {
                            arrival.content()
                                    .endHandler(end -> request.response().end("ok"));
                            arrival.content().resume();
                        }))
                .port();
        try (RawClient client = RawClient.to(port)) {
            assertThat(client.send(POST + "x".repeat(100)).until("ok", 1)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_reader_that_stops_is_cut_and_the_writer_hears_of_it() {
        AtomicLong written = new AtomicLong();
        AtomicBoolean gone = new AtomicBoolean();
        int port = doors.open(Doors.impatient(60_000, 60_000, 300, 60_000), (request, arrival) -> {
                    request.response().setChunked(true).closeHandler(closed -> gone.set(true));
                    fill(request.response(), Buffer.buffer(new byte[64 * 1024]), written);
                })
                .port();
        try (RawClient client = RawClient.to(port)) {
            client.send(GET).readAtMost(1_000);

            await().atMost(Duration.ofSeconds(10)).untilTrue(gone);
            assertThat(written.get()).isLessThan(64L * 1024 * 1024);
        }
    }

    @Test
    void a_hundred_and_fifty_slow_posts_hold_nobody_up() {
        int port = doors.open(Doors.impatient(60_000, 60_000, 60_000, 60_000), (request, arrival) -> {
                    if (arrival.content().presence() == ArrivingContent.Presence.ABSENT) {
                        request.response().end("ok");
                        return;
                    }
                    arrival.content().endHandler(end -> request.response().end("ok"));
                    arrival.content().resume();
                })
                .port();
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            slow.add(RawClient.to(port).send(POST + "x"));
        }
        await().until(() -> doors.handled().size() == 150);
        long start = System.nanoTime();
        try (RawClient client = RawClient.to(port)) {
            client.send(GET).until("ok", 1);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        slow.forEach(RawClient::close);
    }

    private static void fill(HttpServerResponse response, Buffer block, AtomicLong written) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(block);
            written.addAndGet(block.length());
        }
        if (!response.closed()) {
            response.drainHandler(drained -> fill(response, block, written));
        }
    }

    private static void drip(RawClient client, AtomicBoolean stop) {
        java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
        try {
            while (!stop.get() && !never.await(30, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                client.send("X: a\r\n");
            }
        } catch (InterruptedException | java.io.UncheckedIOException end) {
            // the server has closed, or the test is over
        }
    }
}
