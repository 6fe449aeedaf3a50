package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.skerry.origin.OriginFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What origins do wrong, told by raw sockets, and what is made of it. */
class OriginFaultsTest {

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    static Stream<Arguments> wholeAnswers() {
        return Stream.of(
                arguments("declared length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                arguments(
                        "chunked",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"),
                arguments("to the end of the connection", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"),
                arguments("HTTP/1.0 to the end", "HTTP/1.0 200 OK\r\n\r\nhello"),
                arguments(
                        "a higher minor version",
                        "HTTP/1.2 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                arguments("blanks before a colon", "HTTP/1.1 200 OK\r\nContent-Length \t: 5\r\n\r\nhello"),
                arguments(
                        "a coding that is none",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nConnection: close\r\n\r\nhello"),
                arguments(
                        "behind a 100",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                arguments(
                        "behind a 102",
                        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                arguments(
                        "behind a 103",
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeAnswers")
    void a_whole_answer_is_complete(String name, String bytes) throws IOException {
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            Asker.Told told = asker.ask(asker.client(origin.target()), Asker.get("/"));

            assertThat(told.end()).as(name).isEqualTo(new BodyEnd.Complete());
            assertThat(told.content().toString()).isEqualTo("hello");
        }
    }

    static Stream<Arguments> surplus() {
        String forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
        return Stream.of(
                arguments("a whole response", forged),
                arguments("the beginning of a head", "HTTP/1.1 200 OK\r\nX-Swallows: "),
                arguments("bytes that are no response", "and more"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surplus")
    void what_an_origin_sends_beyond_its_response_answers_no_other_request(String name, String surplus)
            throws IOException {
        for (String framing : List.of(
                "Content-Length: 5\r\n\r\nfirst", "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n")) {
            AtomicInteger asked = new AtomicInteger();
            try (RawOrigin origin = RawOrigin.playing(peer -> {
                while (!peer.readHead().isEmpty()) {
                    peer.write(
                            asked.getAndIncrement() == 0
                                    ? "HTTP/1.1 200 OK\r\n" + framing + surplus
                                    : "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
                }
            })) {
                OriginClient client = asker.client(origin.target());

                assertThat(asker.ask(client, Asker.get("/a")).content().toString())
                        .as(name)
                        .isEqualTo("first");
                assertThat(asker.ask(client, Asker.get("/b")).content().toString())
                        .as(name)
                        .isEqualTo("second");
                assertThat(origin.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void connection_without_surplus_is_used_again() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            while (!peer.readHead().isEmpty()) {
                peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            }
        })) {
            OriginClient client = asker.client(origin.target());
            asker.ask(client, Asker.get("/a"));
            asker.ask(client, Asker.get("/b"));

            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    static Stream<Arguments> brokenBodies() {
        return Stream.of(
                arguments("short of its length", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", Kind.INCOMPLETE),
                arguments(
                        "without a byte of its length",
                        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n",
                        Kind.INCOMPLETE),
                arguments(
                        "HTTP/1.0 short of its length",
                        "HTTP/1.0 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                        Kind.INCOMPLETE),
                arguments(
                        "cut before the last chunk",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                        Kind.INCOMPLETE),
                arguments(
                        "cut inside a chunk",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
                        Kind.INCOMPLETE),
                arguments(
                        "cut before the trailers end",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                        Kind.INCOMPLETE),
                arguments(
                        "no chunk size",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
                        Kind.PROTOCOL_ERROR),
                arguments(
                        "endless chunk size",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello",
                        Kind.PROTOCOL_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void a_broken_body_never_ends_complete(String name, String bytes, Kind expected) throws IOException {
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            Asker.Told told = asker.ask(asker.client(origin.target()), Asker.get("/"));

            assertThat(told.answer()).as(name).isInstanceOf(OriginAnswer.Response.class);
            assertThat(told.kind()).as(told.toString()).isEqualTo(expected);
        }
    }

    static Stream<Arguments> brokenHeads() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                arguments("nothing", "", Kind.RESET),
                arguments("half a head", "HTTP/1.1 200 OK\r\nContent-Le", Kind.RESET),
                arguments("not HTTP", "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments("a status that is no number", "HTTP/1.1 abc OK\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments("status 700", "HTTP/1.1 700 OK\r\nContent-Length: 0\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments("HTTP/3.0", "HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments(
                        "two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", Kind.PROTOCOL_ERROR),
                arguments(
                        "length and chunks",
                        ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        Kind.PROTOCOL_ERROR),
                arguments(
                        "chunks of what is coded",
                        ok + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        Kind.PROTOCOL_ERROR),
                arguments(
                        "a coding in a line of its own",
                        ok + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        Kind.PROTOCOL_ERROR),
                arguments(
                        "a coding to the end of the connection",
                        ok + "Transfer-Encoding: gzip\r\n\r\nhello",
                        Kind.PROTOCOL_ERROR),
                arguments("a negative length", ok + "Content-Length: -5\r\n\r\nhello", Kind.PROTOCOL_ERROR),
                arguments("a length that is no number", ok + "Content-Length: five\r\n\r\nhello", Kind.PROTOCOL_ERROR),
                arguments("a line without a colon", ok + "what-is-this\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments("blanks in a line without a colon", ok + "what is this\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments(
                        "a blank in the name of a field", ok + "Content-Length x: 5\r\n\r\nhello", Kind.PROTOCOL_ERROR),
                arguments("a byte in the name of a field", ok + "X@: 5\r\n\r\nhello", Kind.PROTOCOL_ERROR),
                arguments("a NUL in a field", ok + "X: a\0b\r\n\r\n", Kind.PROTOCOL_ERROR),
                arguments(
                        "an uninvited 101",
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                        Kind.UPGRADE_UNEXPECTED),
                arguments("70 KB of fields", ok + "X: " + "a".repeat(70_000) + "\r\n\r\n", Kind.HEAD_TOO_LARGE),
                arguments("20,000 fields", ok + "X: a\r\n".repeat(20_000) + "\r\n", Kind.HEAD_TOO_LARGE),
                arguments("600 fields", ok + "X: a\r\n".repeat(600) + "\r\n", Kind.HEAD_TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenHeads")
    void a_broken_head_is_a_failure(String name, String bytes, Kind expected) throws IOException {
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            Asker.Told told = asker.ask(asker.client(origin.target()), Asker.get("/"));

            assertThat(told.answer()).as(name).isInstanceOf(OriginFailure.class);
            assertThat(told.kind()).as(told.toString()).isEqualTo(expected);
        }
    }

    @Test
    void a_head_of_32_kb_is_accepted() throws IOException {
        String bytes = "HTTP/1.1 200 OK\r\nX: " + "a".repeat(32_768) + "\r\nContent-Length: 2\r\n\r\nok";
        try (RawOrigin origin = RawOrigin.answering(bytes)) {
            Asker.Told told = asker.ask(asker.client(origin.target()), Asker.get("/"));

            assertThat(told.content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void a_reset_inside_the_body_fails_it() throws IOException {
        CountDownLatch headRead = new CountDownLatch(1);
        RawOrigin.Script script = peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\n\r\nhel");
            await(headRead);
            peer.reset();
        };
        try (RawOrigin origin = RawOrigin.playing(script)) {
            OriginClient client = asker.client(origin.target());
            BodyEnd end = asker.on(() -> client.send(Asker.get("/")).answer().compose(answer -> {
                OriginBody body = ((OriginAnswer.Response) answer).body();
                body.handler(bytes -> headRead.countDown()).resume();
                return body.end();
            }));

            assertThat(end).isInstanceOf(BodyEnd.Failed.class);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void an_origin_that_never_answers_is_cut_at_the_first_byte_time_out() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.awaitClose();
        })) {
            Asker.Told told = asker.ask(client(origin, 5_000, 100, 5_000, 5_000), Asker.get("/"));

            assertThat(told.kind()).isEqualTo(Kind.FIRST_BYTE_TIMEOUT);
            assertThat(told.kind().status()).isEqualTo(504);
        }
    }

    @Test
    void an_origin_that_stops_inside_the_body_is_cut_at_the_idle_time_out() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
            peer.awaitClose();
        })) {
            Asker.Told told = asker.ask(client(origin, 5_000, 5_000, 100, 5_000), Asker.get("/"));

            assertThat(told.kind()).isEqualTo(Kind.IDLE_TIMEOUT);
            assertThat(told.content().toString()).isEqualTo("hello");
        }
    }

    @Test
    void an_origin_that_drips_for_ever_is_cut_at_the_request_time_out() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\n\r\n");
            Drip.every(20, () -> peer.write("x"));
        })) {
            Asker.Told told = asker.ask(client(origin, 5_000, 5_000, 5_000, 300), Asker.get("/"));

            assertThat(told.kind()).isEqualTo(Kind.REQUEST_TIMEOUT);
            assertThat(told.content().length()).isPositive();
        }
    }

    @Test
    void a_reader_that_pauses_does_not_run_into_the_origins_time_outs() throws IOException {
        try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
            OriginClient client = client(origin, 5_000, 5_000, 50, 100);
            Asker.Told told = asker.on(() -> client.send(Asker.get("/"))
                    .answer()
                    .compose(answer -> asker.vertx()
                            .timer(400, java.util.concurrent.TimeUnit.MILLISECONDS)
                            .map(answer))
                    .compose(Asker::collect));

            assertThat(told.end()).isEqualTo(new BodyEnd.Complete());
        }
    }

    @Test
    void a_connection_that_is_refused_is_a_502_of_its_own_kind() {
        Asker.Told told = asker.ask(asker.client(RawOrigin.nobody()), Asker.get("/"));

        assertThat(told.kind()).isEqualTo(Kind.CONNECT_REFUSED);
        assertThat(told.kind().status()).isEqualTo(502);
        assertThat(told.kind().proxyStatus()).isEqualTo("connection_refused");
    }

    @Test
    void a_name_without_an_address_is_a_failure_of_its_own_kind() {
        OriginTarget target = new OriginTarget(OriginTarget.Scheme.HTTP, "no-such-host.invalid", 80, 1, null);

        assertThat(asker.ask(asker.client(target), Asker.get("/")).kind()).isEqualTo(Kind.NAME_UNRESOLVED);
    }

    @Test
    void a_server_that_does_not_speak_tls_fails_the_handshake() throws IOException {
        try (RawOrigin origin = RawOrigin.answering("HTTP/1.1 200 OK\r\n\r\n")) {
            OriginTarget plain = origin.target();
            OriginTarget target = new OriginTarget(OriginTarget.Scheme.HTTPS, plain.host(), plain.port(), 1, null);
            OriginClient client = asker.client(OriginSettings.of("shop", List.of(target))
                    .withTimeouts(new OriginTimeouts(
                            Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(5), null)));

            assertThat(asker.ask(client, Asker.get("/")).kind()).isIn(Kind.TLS, Kind.CONNECT_TIMEOUT);
        }
    }

    private OriginClient client(RawOrigin origin, long connect, long firstByte, long idle, long request) {
        OriginTimeouts timeouts = new OriginTimeouts(
                Duration.ofMillis(connect),
                Duration.ofMillis(firstByte),
                Duration.ofMillis(idle),
                Duration.ofMillis(request));
        return asker.client(OriginSettings.of("shop", List.of(origin.target())).withTimeouts(timeouts));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
