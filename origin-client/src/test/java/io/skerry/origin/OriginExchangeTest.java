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
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One exchange, from what the origin sees of it to what comes back, and those given up on purpose. */
class OriginExchangeTest {

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void the_origin_sees_path_host_and_end_to_end_fields_alone() {
        WireMockServer origin = wireMock();
        OriginClient client = asker.client(target(origin));
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
        try (RawOrigin origin = RawOrigin.serving()) {
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
        OriginClient client = asker.client(target(origin));
        asker.ask(client, asker.post("/declared", List.of("ab", "cde"), OptionalLong.of(5)));
        asker.ask(client, asker.post("/chunked", List.of("ab", "cde"), OptionalLong.empty()));
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
            peer.write(RawOrigin.OK);
        })) {
            OriginClient client = asker.client(origin.target());
            assertThat(asker.ask(client, asker.post("/", List.of("abc"), OptionalLong.of(10)))
                            .kind())
                    .isEqualTo(Kind.REQUEST_BODY_FAILED);
            assertThat(asker.ask(client, asker.post("/", List.of("abc", "defghijklm"), OptionalLong.of(10)))
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
                    Asker.await(asked);
                    asker.run(exchange::cancel);
                });
                return exchange.answer();
            });

            assertThat(((OriginFailure) answer).kind()).isEqualTo(Kind.CANCELLED);
            Asker.await(gone);
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
            Asker.await(gone);
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
    void an_answer_before_a_close_in_the_middle_of_the_content_is_handed_over_and_complete_only_if_it_says_so()
            throws IOException {
        assertThat(closing("Content-Length: 3\r\n\r\nbig").end()).isEqualTo(new BodyEnd.Complete());
        // A reset and the end of the content look the same here.
        assertThat(closing("Connection: close\r\n\r\nbig").kind()).isEqualTo(Kind.INCOMPLETE);
    }

    /** What is heard of an origin that answers after 100 kB of endless content, and closes without reading what came meanwhile. */
    private Asker.Told closing(String answer) throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.read(100_000);
            peer.write("HTTP/1.1 413 Content Too Large\r\n" + answer);
        })) {
            OriginClient client = asker.client(origin.target());
            OriginRequest request = Asker.request(Method.POST, "/")
                    .withBody(new RequestBody.Streamed(ChunkStream.endless(asker.vertx()), OptionalLong.empty()));
            Asker.Told told = asker.ask(client, request);

            assertThat(told.response().head().status()).isEqualTo(413);
            assertThat(told.content().toString()).isEqualTo("big");
            assertThat(client.inFlight()).isZero();
            return told;
        }
    }

    @Test
    void interim_responses_are_handed_over_before_the_answer_whatever_their_status() throws IOException {
        String bytes = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Odd\r\nA: b\r\n\r\n"
                + RawOrigin.OK;
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
        String bytes = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n".repeat(200) + RawOrigin.OK;
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            List<Interim> interims = new ArrayList<>();
            Asker.Told told =
                    asker.ask(asker.client(origin.target()), Asker.get("/").telling(interims::add));

            assertThat(told.content().toString()).isEqualTo("ok");
            assertThat(interims).hasSize(16);
        }
    }

    private static WireMockServer wireMock() {
        WireMockServer server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        server.stubFor(
                any(anyUrl()).willReturn(aResponse().withHeader("ETag", "\"1\"").withBody("body {}")));
        return server;
    }

    private static OriginTarget target(WireMockServer server) {
        return OriginTarget.of(URI.create("http://127.0.0.1:" + server.port()), 1, null);
    }
}
