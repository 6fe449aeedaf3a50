package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.origin.OriginFailure.Kind;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connection and which target an exchange goes to: kept alive, replaced, passed over, pinned, refused. */
class OriginConnectionsTest {

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void a_hundred_requests_in_turn_share_one_connection() throws IOException {
        try (RawOrigin origin = RawOrigin.serving()) {
            OriginClient client = asker.client(origin.target());
            for (int i = 0; i < 100; i++) {
                assertThat(asker.ask(client, Asker.get("/" + i)).end()).isEqualTo(new BodyEnd.Complete());
            }

            assertThat(origin.connections()).isEqualTo(1);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void a_kept_alive_connection_closed_by_the_origin_is_replaced_for_a_get_and_not_for_a_post() throws IOException {
        // Each connection answers once and drops the second request, as an origin does whose
        // keep-alive time-out just passed.
        RawOrigin.Script once = peer -> {
            peer.readHead();
            peer.write(RawOrigin.OK);
            peer.readHead();
        };
        try (RawOrigin origin = RawOrigin.playing(once)) {
            OriginClient client = asker.client(origin.target());
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, asker.post("/", List.of("x"), OptionalLong.of(1)))
                            .kind())
                    .isEqualTo(Kind.RESET);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void a_connection_that_waited_unused_and_is_closed_is_replaced_like_any_other() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        RawOrigin.Script dropsItsFirst = peer -> {
            boolean first = opened.getAndIncrement() == 0;
            peer.readHead();
            peer.write(first ? "" : RawOrigin.OK);
        };
        try (RawOrigin origin = RawOrigin.playing(dropsItsFirst)) {
            OriginClient client = asker.client(origin.target());
            asker.run(() -> client.send(Asker.get("/given-up")).cancel());
            await().until(() -> opened.get() == 1 && client.inFlight() == 0);

            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            assertThat(origin.heads()).hasSize(2);
        }
    }

    @Test
    void for_a_request_given_up_while_a_target_refuses_no_other_is_connected_to() throws IOException {
        try (RawOrigin origin = RawOrigin.serving()) {
            OriginClient client = asker.client(RawOrigin.nobody(), origin.target());
            asker.on(() -> {
                client.send(Asker.get("/given-up")).cancel();
                assertThat(client.inFlight()).isEqualTo(1);
                return Future.succeededFuture();
            });

            await().until(() -> client.inFlight() == 0);
            await().during(Duration.ofMillis(200)).until(() -> origin.connections() == 0);
        }
    }

    @Test
    void an_idle_connection_is_given_up_a_second_before_the_origin_closes_it() throws IOException {
        RawOrigin.Script patient = peer -> {
            while (!peer.readHead().isEmpty()) {
                peer.write("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=3, max=9\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (RawOrigin origin = RawOrigin.playing(patient)) {
            OriginClient client = asker.client(origin.target());
            asker.ask(client, Asker.get("/"));
            Awaitility.await().pollDelay(Duration.ofMillis(2_700)).until(() -> true);
            asker.ask(client, Asker.get("/"));

            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void connection_that_is_never_unused_for_long_ends_as_well() {
        KeepAlive busy = new KeepAlive(Duration.ofHours(1));
        long now = System.nanoTime();
        busy.idle(System.nanoTime());

        assertThat(busy.over(now)).isFalse();
        assertThat(busy.over(now + KeepAlive.LONGEST.toNanos() + 1)).isTrue();
    }

    @Test
    void a_keep_alive_time_that_is_short_is_left_alone_and_a_malformed_one_is_none() {
        assertThat(List.of(
                        "timeout=5, max=100", "max=1, Timeout=60", "timeout=1", "timeout=soon", "timeout=-3", "max=5"))
                .extracting(KeepAlive::allowed)
                .containsExactly(
                        Optional.of(Duration.ofSeconds(4)),
                        Optional.of(Duration.ofSeconds(59)),
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void a_target_that_refuses_is_passed_over_also_for_requests_with_content() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.read(5);
            peer.write(RawOrigin.OK);
        })) {
            OriginTarget dead = RawOrigin.nobody();
            OriginClient client = asker.client(
                    new OriginTarget(dead.scheme(), dead.host(), dead.port(), 1_000, null), origin.target());
            Asker.Told told = asker.ask(client, asker.post("/", List.of("ab", "cde"), OptionalLong.of(5)));

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(told.response().target()).isEqualTo(origin.target());
        }
    }

    @Test
    void when_every_target_refuses_the_last_refusal_is_told() {
        Asker.Told told = asker.ask(asker.client(RawOrigin.nobody(), RawOrigin.nobody()), Asker.get("/"));

        assertThat(told.kind()).isEqualTo(Kind.CONNECT_REFUSED);
    }

    @Test
    void a_request_that_was_sent_is_not_sent_to_a_second_target() throws IOException {
        try (RawOrigin rude = RawOrigin.playing(RawOrigin.Peer::readHead);
                RawOrigin other = RawOrigin.serving()) {
            OriginTarget first = new OriginTarget(
                    OriginTarget.Scheme.HTTP,
                    rude.target().host(),
                    rude.target().port(),
                    1_000,
                    null);
            Asker.Told told = asker.ask(asker.client(first, other.target()), Asker.get("/"));

            assertThat(told.kind()).isEqualTo(Kind.RESET);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void a_label_pins_and_an_unknown_label_finds_no_target() throws IOException {
        try (RawOrigin stable = RawOrigin.serving();
                RawOrigin canary = RawOrigin.serving()) {
            OriginClient client = asker.client(stable.target(1, "stable"), canary.target(1, "canary"));
            for (int i = 0; i < 5; i++) {
                assertThat(asker.ask(client, Asker.get("/").pinnedTo("canary"))
                                .response()
                                .target())
                        .isEqualTo(canary.target(1, "canary"));
            }

            assertThat(asker.ask(client, Asker.get("/").pinnedTo("nightly")).kind())
                    .isEqualTo(Kind.NO_TARGET);
        }
    }

    @Test
    void beyond_connections_and_queue_requests_are_refused() throws IOException {
        CountDownLatch answerNow = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            Asker.await(answerNow);
            peer.write(RawOrigin.OK);
        })) {
            OriginClient client = asker.client(OriginSettings.of("shop", List.of(origin.target()))
                    .withTimeouts(Asker.PATIENT)
                    .withLimits(new OriginLimits(2, 0, 65_536, 100)));
            asker.run(() -> {
                for (int i = 0; i < 5; i++) {
                    client.send(Asker.get("/")).answer().onSuccess(answer -> {
                        if (answer instanceof OriginFailure(Kind kind, String detail) && kind == Kind.POOL_FULL) {
                            refused.incrementAndGet();
                        }
                    });
                }
            });

            await().untilAsserted(() -> assertThat(refused).hasValue(3));
            answerNow.countDown();
        }
    }

    @Test
    void closing_lets_the_running_exchange_finish_and_refuses_new_ones() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answerNow = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            asked.countDown();
            Asker.await(answerNow);
            peer.write(RawOrigin.OK);
        })) {
            OriginClient client = asker.client(origin.target());
            Asker.Told told = asker.on(() -> {
                Thread.ofVirtual().start(() -> {
                    Asker.await(asked);
                    client.close(Duration.ofSeconds(10));
                    answerNow.countDown();
                });
                return client.send(Asker.get("/")).answer().compose(Asker::collect);
            });

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.CLOSED);
        }
    }
}
