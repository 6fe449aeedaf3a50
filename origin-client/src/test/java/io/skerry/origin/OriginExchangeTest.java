package io.skerry.origin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.origin.OriginFailure.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges that go well, and those given up on purpose. */
class OriginExchangeTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void the_origin_sees_path_host_and_end_to_end_fields_alone() {
        WireMockServer origin = wireMock();
        OriginClient client = asker.client(target(origin, null));
        Headers fields = Headers.of(
                "Accept",
                "text/css",
                "Connection",
                "X-Hop, close",
                "X-Hop",
                "1",
                "Keep-Alive",
                "timeout=5",
                "TE",
                "trailers",
                "Transfer-Encoding",
                "chunked",
                "Content-Length",
                "99",
                "Upgrade",
                "h2c",
                "Host",
                "evil.example",
                "Expect",
                "100-continue");
        OriginRequest request = Asker.get("/style.css");
        Instant before = Instant.now();

        Asker.Told told = asker.ask(client, OriginRequest.of(request.head().withHeaders(fields)));

        assertThat(told.response().head().status()).isEqualTo(200);
        assertThat(told.content().toString()).isEqualTo("body {}");
        assertThat(told.response().head().headers().first("ETag")).contains("\"1\"");
        assertThat(told.response().head().headers().contains("Transfer-Encoding"))
                .isFalse();
        assertThat(told.response().requestTime())
                .isBetween(before, told.response().responseTime());
        origin.verify(getRequestedFor(urlEqualTo("/style.css"))
                .withHeader("Host", equalTo("shop.example"))
                .withHeader("Accept", equalTo("text/css"))
                .withoutHeader("X-Hop")
                .withoutHeader("Connection")
                .withoutHeader("Keep-Alive")
                .withoutHeader("TE")
                .withoutHeader("Upgrade")
                .withoutHeader("Expect")
                .withoutHeader("Transfer-Encoding")
                .withoutHeader("Content-Length"));
        origin.stop();
    }

    @Test
    void the_host_shown_is_the_one_of_the_settings() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(OriginExchangeTest::serveForEver)) {
            OriginSettings settings =
                    OriginSettings.of("shop", List.of(origin.target())).withTimeouts(Asker.PATIENT);
            asker.ask(asker.client(settings.withHost(new OriginHost.Target())), Asker.get("/"));
            asker.ask(asker.client(settings.withHost(new OriginHost.Named("inner.example:81"))), Asker.get("/"));

            assertThat(origin.heads().get(0))
                    .containsIgnoringCase("\r\nhost: " + origin.target().authority() + "\r\n");
            assertThat(origin.heads().get(1)).containsIgnoringCase("\r\nhost: inner.example:81\r\n");
        }
    }

    @Test
    void content_is_framed_by_its_declared_length_or_else_chunked() throws IOException {
        WireMockServer origin = wireMock();
        OriginClient client = asker.client(target(origin, null));
        asker.ask(client, post("/declared", List.of("ab", "cde"), OptionalLong.of(5)));
        asker.ask(client, post("/chunked", List.of("ab", "cde"), OptionalLong.empty()));
        asker.ask(client, Asker.request(Method.POST, "/none"));

        origin.verify(postRequestedFor(urlEqualTo("/declared"))
                .withHeader("Content-Length", equalTo("5"))
                .withoutHeader("Transfer-Encoding")
                .withRequestBody(equalTo("abcde")));
        origin.verify(postRequestedFor(urlEqualTo("/chunked"))
                .withHeader("Transfer-Encoding", equalTo("chunked"))
                .withoutHeader("Content-Length")
                .withRequestBody(equalTo("abcde")));
        origin.verify(postRequestedFor(urlEqualTo("/none")).withHeader("Content-Length", equalTo("0")));
        origin.stop();
    }

    @Test
    void content_shorter_or_longer_than_declared_is_never_passed_off_as_whole() throws IOException {
        List<Long> complete = new CopyOnWriteArrayList<>();
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            complete.add(peer.read(10));
            peer.write(OK);
        })) {
            OriginClient client = asker.client(origin.target());
            assertThat(asker.ask(client, post("/", List.of("abc"), OptionalLong.of(10)))
                            .kind())
                    .isEqualTo(Kind.REQUEST_BODY_FAILED);
            assertThat(asker.ask(client, post("/", List.of("abc", "defghijklm"), OptionalLong.of(10)))
                            .kind())
                    .isEqualTo(Kind.REQUEST_BODY_FAILED);
            await().untilAsserted(() -> assertThat(complete).hasSize(2).allMatch(bytes -> bytes < 10));
        }
    }

    @Test
    void a_head_response_has_no_content_and_leaves_its_connection_usable() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            while (!peer.readHead().isEmpty()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            }
        })) {
            OriginClient client = asker.client(origin.target());
            Asker.Told first = asker.ask(client, Asker.request(Method.HEAD, "/"));
            Asker.Told second = asker.ask(client, Asker.request(Method.HEAD, "/"));

            assertThat(first.end()).isEqualTo(new BodyEnd.Complete());
            assertThat(first.response().head().headers().first("Content-Length"))
                    .contains("1000");
            assertThat(second.end()).isEqualTo(new BodyEnd.Complete());
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_hundred_requests_in_turn_share_one_connection() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(OriginExchangeTest::serveForEver)) {
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
        // Each connection answers once and drops the second request, as an origin does whose keep-alive time-out just
        // passed.
        RawOrigin.Script once = peer -> {
            peer.readHead();
            peer.write(OK);
            peer.readHead();
        };
        try (RawOrigin origin = RawOrigin.playing(once)) {
            OriginClient client = asker.client(origin.target());
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, post("/", List.of("x"), OptionalLong.of(1)))
                            .kind())
                    .isEqualTo(Kind.RESET);
            assertThat(client.inFlight()).isZero();
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
    void a_keep_alive_time_that_is_short_or_malformed_is_left_alone() {
        assertThat(List.of("timeout=5, max=100", "max=1, Timeout=60", "timeout=1", "timeout=soon"))
                .extracting(KeepAliveMargin::shortened)
                .containsExactly("timeout=4, max=100", "max=1, timeout=59", "timeout=1", "timeout=soon");
    }

    @Test
    void a_target_that_refuses_is_passed_over_also_for_requests_with_content() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.read(5);
            peer.write(OK);
        })) {
            OriginTarget dead = RawOrigin.nobody();
            OriginClient client = asker.client(
                    new OriginTarget(dead.scheme(), dead.host(), dead.port(), 1_000, null), origin.target());
            Asker.Told told = asker.ask(client, post("/", List.of("ab", "cde"), OptionalLong.of(5)));

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
                RawOrigin other = RawOrigin.playing(OriginExchangeTest::serveForEver)) {
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
    void a_label_pins_and_an_unknown_label_finds_no_target() {
        WireMockServer stable = wireMock();
        WireMockServer canary = wireMock();
        OriginClient client = asker.client(target(stable, "stable"), target(canary, "canary"));
        for (int i = 0; i < 5; i++) {
            assertThat(asker.ask(client, Asker.get("/").pinnedTo("canary"))
                            .response()
                            .target()
                            .label())
                    .isEqualTo("canary");
        }

        assertThat(asker.ask(client, Asker.get("/").pinnedTo("nightly")).kind()).isEqualTo(Kind.NO_TARGET);
        stable.stop();
        canary.stop();
    }

    @Test
    void cancelling_before_the_head_resets_the_request() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            asked.countDown();
            peer.awaitClose();
            gone.countDown();
        })) {
            OriginClient client = asker.client(origin.target());
            OriginAnswer answer = asker.on(() -> {
                OriginExchange exchange = client.send(Asker.get("/"));
                Thread.ofVirtual().start(() -> {
                    latch(asked);
                    asker.run(exchange::cancel);
                });
                return exchange.answer();
            });

            assertThat(((OriginFailure) answer).kind()).isEqualTo(Kind.CANCELLED);
            latch(gone);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void cancelling_the_body_resets_the_connection() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        byte[] block = new byte[64 * 1024];
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    peer.write(block);
                }
            } catch (IOException reset) {
                gone.countDown();
            }
        })) {
            OriginClient client = asker.client(origin.target());
            BodyEnd end = asker.on(() -> client.send(Asker.get("/")).answer().compose(answer -> {
                OriginBody body = ((OriginAnswer.Response) answer).body();
                body.handler(bytes -> body.cancel()).resume();
                return body.end();
            }));

            assertThat(((BodyEnd.Failed) end).failure().kind()).isEqualTo(Kind.CANCELLED);
            latch(gone);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void an_answer_before_the_content_has_ended_is_handed_over_and_the_rest_is_not_sent() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
            peer.awaitClose();
        })) {
            OriginClient client = asker.client(origin.target());
            ChunkStream endless = ChunkStream.endless(asker.vertx());
            OriginRequest request =
                    Asker.request(Method.POST, "/").withBody(new RequestBody.Streamed(endless, OptionalLong.empty()));
            Asker.Told told = asker.ask(client, request);

            assertThat(told.response().head().status()).isEqualTo(413);
            assertThat(told.content().toString()).isEqualTo("big");
            assertThat(told.end()).isEqualTo(new BodyEnd.Complete());
            assertThat(client.inFlight()).isZero();
            await().until(endless::paused);
        }
    }

    @Test
    void interim_responses_are_handed_over_before_the_answer_whatever_their_status() throws IOException {
        String bytes = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nskerry-interim-status: 200\r\n\r\n"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Odd\r\nA: b\r\n\r\n"
                + OK;
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            List<Interim> interims = new ArrayList<>();
            Asker.Told told =
                    asker.ask(asker.client(origin.target()), Asker.get("/").telling(interims::add));

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(told.response().head().status()).isEqualTo(200);
            assertThat(interims)
                    .containsExactly(
                            new Interim(103, Headers.of("Link", "</a.css>; rel=preload")),
                            new Interim(102, Headers.empty()),
                            new Interim(199, Headers.of("A", "b")));
        }
    }

    @Test
    void origin_that_goes_on_with_interim_responses_is_heard_a_few_times() throws IOException {
        String bytes = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n".repeat(200) + OK;
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            List<Interim> interims = new ArrayList<>();
            Asker.Told told =
                    asker.ask(asker.client(origin.target()), Asker.get("/").telling(interims::add));

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(interims).hasSize(16);
        }
    }

    @Test
    void beyond_connections_and_queue_requests_are_refused() throws IOException {
        CountDownLatch answerNow = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            latch(answerNow);
            peer.write(OK);
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
            latch(answerNow);
            peer.write(OK);
        })) {
            OriginClient client = asker.client(origin.target());
            Asker.Told told = asker.on(() -> {
                Thread.ofVirtual().start(() -> {
                    latch(asked);
                    client.close(Duration.ofSeconds(10));
                    answerNow.countDown();
                });
                return client.send(Asker.get("/")).answer().compose(Asker::collect);
            });

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.CLOSED);
        }
    }

    private static void serveForEver(RawOrigin.Peer peer) throws IOException {
        while (!peer.readHead().isEmpty()) {
            peer.write(OK);
        }
    }

    private OriginRequest post(String path, List<String> chunks, OptionalLong length) {
        List<Buffer> buffers = chunks.stream().map(Buffer::buffer).toList();
        return Asker.request(Method.POST, path)
                .withBody(new RequestBody.Streamed(ChunkStream.of(asker.vertx(), buffers), length));
    }

    private static WireMockServer wireMock() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        server.stubFor(
                any(anyUrl()).willReturn(aResponse().withHeader("ETag", "\"1\"").withBody("body {}")));
        return server;
    }

    private static OriginTarget target(WireMockServer server, @org.jspecify.annotations.Nullable String label) {
        return OriginTarget.of(URI.create("http://127.0.0.1:" + server.port()), 1, label);
    }

    private static void latch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
