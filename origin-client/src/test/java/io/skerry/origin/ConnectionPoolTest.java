package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.origin.OriginFailure.Kind;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which connection, and what becomes of those nobody uses. */
class ConnectionPoolTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final OriginLimits ONE = new OriginLimits(1, 10, 65_536, 100);

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void requests_that_wait_get_the_connection_that_becomes_free_in_their_order() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(ConnectionPoolTest::serveForEver)) {
            OriginClient client = client(origin, Asker.PATIENT);
            List<Asker.Told> told = asker.on(() -> Future.all(ask(client, "/a"), ask(client, "/b"), ask(client, "/c"))
                    .map(all -> all.list()));

            assertThat(told).extracting(t -> t.content().toString()).containsOnly("ok");
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(origin.heads())
                    .extracting(head -> head.substring(0, 6))
                    .containsExactly("GET /a", "GET /b", "GET /c");
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void requests_that_wait_get_a_connection_of_their_own_when_the_one_in_use_is_closed() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
        })) {
            OriginClient client = client(origin, Asker.PATIENT);
            List<Asker.Told> told = asker.on(
                    () -> Future.all(ask(client, "/a"), ask(client, "/b")).map(all -> all.list()));

            assertThat(told).extracting(t -> t.content().toString()).containsOnly("ok");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_whose_end_ended_the_answer_is_given_to_nobody_who_waits() throws IOException {
        // RFC 9112 6.3: no length, no chunks, and no word of a close either.
        try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 200 OK\r\n\r\nok")) {
            OriginClient client = client(origin, Asker.PATIENT);
            List<Asker.Told> told = asker.on(() -> Future.all(ask(client, "/a"), post(client, "/b"), post(client, "/c"))
                    .map(all -> all.list()));

            assertThat(told).extracting(Asker.Told::end).containsOnly(new BodyEnd.Complete());
            assertThat(origin.connections()).isEqualTo(3);
        }
    }

    @Test
    void a_request_that_waits_for_too_long_is_refused_and_one_given_up_leaves_the_connection_to_others()
            throws IOException {
        CountDownLatch answerNow = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            while (!peer.readHead().isEmpty()) {
                if (asked.incrementAndGet() == 1) {
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                    latch(answerNow);
                    peer.write("ok");
                } else {
                    peer.write(OK);
                }
            }
        })) {
            OriginClient client = client(
                    origin,
                    new OriginTimeouts(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(9), null));
            Future<Asker.Told> first = asker.on(() -> Future.succeededFuture(ask(client, "/first")));
            await().until(() -> asked.get() == 1);

            assertThat(asker.ask(client, Asker.get("/late")).kind()).isEqualTo(Kind.POOL_FULL);

            Future<Asker.Told> last = asker.on(() -> {
                client.send(Asker.get("/given-up")).cancel();
                return Future.succeededFuture(ask(client, "/last"));
            });
            answerNow.countDown();

            assertThat(asker.on(() -> first).content().toString()).isEqualTo("ok");
            assertThat(asker.on(() -> last).content().toString()).isEqualTo("ok");
            assertThat(origin.heads()).hasSize(2);
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void a_request_given_up_leaves_its_place_in_the_queue_to_others() throws IOException {
        CountDownLatch answerNow = new CountDownLatch(1);
        CountDownLatch firstIsThere = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            firstIsThere.countDown();
            latch(answerNow);
            peer.write(OK);
            serveForEver(peer);
        })) {
            OriginClient client = client(origin, Asker.PATIENT, new OriginLimits(1, 1, 65_536, 100));
            Future<Asker.Told> first = asker.on(() -> Future.succeededFuture(ask(client, "/first")));
            latch(firstIsThere);

            Future<Asker.Told> waiting = asker.on(() -> {
                OriginExchange givenUp = client.send(Asker.get("/given-up"));
                givenUp.cancel();
                assertThat(client.inFlight()).isEqualTo(1);
                return Future.succeededFuture(ask(client, "/waiting"));
            });
            assertThat(asker.ask(client, Asker.get("/too-many")).kind()).isEqualTo(Kind.POOL_FULL);
            answerNow.countDown();

            assertThat(asker.on(() -> first).content().toString()).isEqualTo("ok");
            assertThat(asker.on(() -> waiting).content().toString()).isEqualTo("ok");
            assertThat(origin.heads()).extracting(head -> head.substring(0, 6)).containsExactly("GET /f", "GET /w");
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void an_unused_connection_is_closed_after_the_idle_time() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            serveForEver(peer);
            closed.countDown();
        })) {
            OriginClient client = client(
                    origin,
                    new OriginTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300), null));
            asker.ask(client, Asker.get("/"));

            latch(closed);
        }
    }

    @Test
    void what_an_origin_sends_unasked_ends_an_unused_connection() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch idle = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write(OK);
            latch(idle);
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
            peer.awaitClose();
            closed.countDown();
        })) {
            OriginClient client = client(origin, Asker.PATIENT);
            asker.ask(client, Asker.get("/"));
            idle.countDown();

            latch(closed);
        }
    }

    @Test
    void closing_ends_unused_connections_at_once_and_those_in_use_after_the_grace() throws IOException {
        CountDownLatch closed = new CountDownLatch(2);
        CountDownLatch asked = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            if (peer.readHead().startsWith("GET /slow")) {
                asked.countDown();
            } else {
                peer.write(OK);
            }
            peer.awaitClose();
            closed.countDown();
        })) {
            OriginClient client = asker.client(
                    OriginSettings.of("shop", List.of(origin.target())).withTimeouts(Asker.PATIENT));
            Future<Asker.Told> slow = asker.on(() -> Future.succeededFuture(ask(client, "/slow")));
            latch(asked);
            asker.ask(client, Asker.get("/"));
            Future<Void> done = client.close(Duration.ofMillis(400));
            await().until(() -> closed.getCount() == 1);
            assertThat(slow.isComplete()).isFalse();
            asker.on(() -> done);

            latch(closed);
            assertThat(asker.on(() -> slow).kind()).isEqualTo(Kind.RESET);
            assertThat(client.inFlight()).isZero();
        }
    }

    private OriginClient client(RawOrigin origin, OriginTimeouts timeouts) {
        return client(origin, timeouts, ONE);
    }

    private OriginClient client(RawOrigin origin, OriginTimeouts timeouts, OriginLimits limits) {
        return asker.client(OriginSettings.of("shop", List.of(origin.target()))
                .withTimeouts(timeouts)
                .withLimits(limits));
    }

    private static Future<Asker.Told> ask(OriginClient client, String path) {
        return client.send(Asker.get(path)).answer().compose(Asker::collect);
    }

    private Future<Asker.Told> post(OriginClient client, String path) {
        return client.send(asker.post(path, List.of("x"), OptionalLong.of(1)))
                .answer()
                .compose(Asker::collect);
    }

    private static void serveForEver(RawOrigin.Peer peer) throws IOException {
        while (!peer.readHead().isEmpty()) {
            peer.write(OK);
        }
    }

    private static void latch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not happen");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
