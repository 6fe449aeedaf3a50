package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw bytes in, a status and a closed connection out; a request that was refused reaches no handler, nor does what follows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingTest {

    private static final String HOST = "Host: shop.example\r\n";
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: shop.example\r\n\r\n";

    private final Doors doors = new Doors();
    private int port;

    @BeforeAll
    void open() {
        ListenerSettings.Limits limits = new ListenerSettings.Limits(2_048, 8_192, 50, 10_000, 1_000);
        port = doors.open(Doors.local().withLimits(limits), (request, arrival) -> {
                    if (arrival.content().presence() == ArrivingContent.Presence.ABSENT) {
                        request.response().end("ok");
                        return;
                    }
                    arrival.content().exceptionHandler(cause -> {
                        if (arrival.content().refusal().isPresent()) {
                            request.response()
                                    .setStatusCode(arrival.content().refusal().getAsInt())
                                    .end();
                        }
                    });
                    arrival.content().endHandler(end -> request.response().end("ok"));
                    arrival.content().resume();
                })
                .port();
    }

    @AfterAll
    void close() {
        doors.close();
    }

    static Stream<Arguments> refused() {
        String get = "GET / HTTP/1.1\r\n" + HOST;
        String post = "POST / HTTP/1.1\r\n" + HOST;
        String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                arguments(
                        "length and chunks",
                        post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                arguments(
                        "chunks and length",
                        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                        400),
                arguments("lengths that differ", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
                arguments("lengths that agree", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
                arguments("a list of lengths", post + "Content-Length: 5, 5\r\n\r\nhello", 400),
                arguments("a signed length", post + "Content-Length: +5\r\n\r\nhello", 400),
                arguments("a negative length", post + "Content-Length: -5\r\n\r\nhello", 400),
                arguments("an empty length", post + "Content-Length:\r\n\r\n", 400),
                arguments("a length in hexadecimal", post + "Content-Length: 0x5\r\n\r\nhello", 400),
                arguments("a length beyond numbers", post + "Content-Length: 99999999999999999999\r\n\r\nhello", 400),
                arguments("a length with a space", post + "Content-Length: 5 5\r\n\r\nhello", 400),
                arguments("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
                arguments(
                        "two codings in two lines",
                        post + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                arguments("identity", post + "Transfer-Encoding: identity\r\n\r\n", 400),
                arguments("gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
                arguments("xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
                arguments("chunked in quotes", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400),
                arguments(
                        "chunked behind a vertical tab",
                        post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                        400),
                arguments("an empty coding", post + "Transfer-Encoding:\r\n\r\n", 400),
                arguments(
                        "chunks in HTTP/1.0",
                        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                arguments("a folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400),
                arguments("a folded field", get + "X: a\r\n b\r\n\r\n", 400),
                arguments("a first line that is folded", "GET / HTTP/1.1\r\n X: a\r\n" + HOST + "\r\n", 400),
                arguments("a space before the colon", get + "X : a\r\n\r\n", 400),
                arguments("a tab before the colon", post + "Content-Length\t: 5\r\n\r\nhello", 400),
                arguments("a space inside a name", get + "X Y: a\r\n\r\n", 400),
                arguments("an empty name", get + ": a\r\n\r\n", 400),
                arguments("no colon", get + "what is this\r\n\r\n", 400),
                arguments("a bare CR in a value", get + "X: a\rb\r\n\r\n", 400),
                arguments("a bare CR that ends a line", get + "X: a\rTransfer-Encoding: chunked\r\n\r\n", 400),
                arguments("a bare LF that ends a line", "GET / HTTP/1.1\nHost: shop.example\n\n", 400),
                arguments("a bare LF after a field", get + "X: a\nY: b\r\n\r\n", 400),
                arguments("a NUL in a value", get + "X: a\0b\r\n\r\n", 400),
                arguments("a control character in a value", get + "X: a\u0001b\r\n\r\n", 400),
                arguments("a DEL in a value", get + "X: a\u007fb\r\n\r\n", 400),
                arguments("a NUL in a name", get + "X\0: a\r\n\r\n", 400),
                arguments("a byte beyond ASCII in a name", get + "X\u00e4: a\r\n\r\n", 400),
                arguments("a parenthesis in a name", get + "X(: a\r\n\r\n", 400),
                arguments("a method that is no token", "G@T / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("no method", " / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("two spaces", "GET  / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a tab for a space", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a space in the target", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a NUL in the target", "GET /a\0b HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a fragment", "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a byte beyond ASCII in the target", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a relative target", "GET a/b HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("* for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("another scheme", "GET ftp://shop.example/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("https over http", "GET https://shop.example/ HTTP/1.1\r\n" + HOST + "\r\n", 421),
                arguments("no version", "GET /\r\n\r\n", 400),
                arguments("a version in lower case", "GET / http/1.1\r\n" + HOST + "\r\n", 400),
                arguments("HTTP/2.0", "GET / HTTP/2.0\r\n" + HOST + "\r\n", 505),
                arguments("HTTP/1.2 without Host", "GET / HTTP/1.2\r\n\r\n", 400),
                arguments("HTTP/0.9", "GET / HTTP/0.9\r\n" + HOST + "\r\n", 505),
                arguments("a space behind the version", "GET / HTTP/1.1 \r\n" + HOST + "\r\n", 400),
                arguments("many empty lines first", "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments("a NUL first", "\0GET / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                arguments(
                        "a TLS hello",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n\r\n",
                        400),
                arguments("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                arguments("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
                arguments("no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400),
                arguments("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
                arguments("two Hosts", get + HOST + "\r\n", 400),
                arguments("a list of Hosts", "GET / HTTP/1.1\r\nHost: a.example, b.example\r\n\r\n", 400),
                arguments("a Host with a path", "GET / HTTP/1.1\r\nHost: shop.example/x\r\n\r\n", 400),
                arguments("a Host with a user", "GET / HTTP/1.1\r\nHost: a@shop.example\r\n\r\n", 400),
                arguments("a Host with a bad port", "GET / HTTP/1.1\r\nHost: shop.example:99999\r\n\r\n", 400),
                arguments("a Host with a space", "GET / HTTP/1.1\r\nHost: shop example\r\n\r\n", 400),
                arguments(
                        "a Host that is not the target's",
                        "GET http://other.example/ HTTP/1.1\r\n" + HOST + "\r\n",
                        400),
                arguments("CONNECT", "CONNECT shop.example:443 HTTP/1.1\r\n" + HOST + "\r\n", 501),
                arguments("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n", 405),
                arguments("another expectation", get + "Expect: the-unexpected\r\n\r\n", 417),
                arguments("a long target", "GET /" + "a".repeat(4_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414),
                arguments(
                        "a target of one byte too many",
                        "GET /" + "a".repeat(2_048) + " HTTP/1.1\r\n" + HOST + "\r\n",
                        414),
                arguments("a long field", get + "X: " + "a".repeat(9_000) + "\r\n\r\n", 431),
                arguments("many fields", get + "X: a\r\n".repeat(60) + "\r\n", 431),
                arguments("declared content beyond the limit", post + "Content-Length: 10001\r\n\r\n", 413),
                arguments(
                        "streamed content beyond the limit",
                        chunked + "3000\r\n" + "a".repeat(0x3000) + "\r\n0\r\n\r\n",
                        413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void is_refused_and_the_connection_closed(String name, String bytes, int status) {
        int before = doors.handled().size();
        try (RawClient client = RawClient.to(port)) {
            String answer = client.send(bytes + NEXT).untilClosed(10_000);

            assertThat(answer).as(name).matches("(?s)HTTP/1\\.[01] " + status + " .*");
            assertThat(RawClient.occurrences(answer, "HTTP/1.")).as(answer).isEqualTo(1);
        }
        assertThat(doors.handled().subList(before, doors.handled().size())).doesNotContain("GET /smuggled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PROPPATCH"})
    void longest_target_is_served_whatever_the_method(String method) {
        try (RawClient client = RawClient.to(port)) {
            client.send(method + " /" + "a".repeat(2_047) + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

            assertThat(client.untilClosed(10_000)).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xyz\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFF\r\nhello",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5;a=\"\rb\"\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n"
            })
    void malformed_chunks_end_the_connection_without_success(String chunks) {
        try (RawClient client = RawClient.to(port)) {
            String head = "POST /chunks HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
            String answer = client.send(head + chunks + NEXT).untilClosed(10_000);

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(RawClient.occurrences(answer, "HTTP/1.")).as(answer).isEqualTo(1);
        }
        assertThat(doors.handled()).doesNotContain("GET /smuggled");
    }

    static Stream<Arguments> admitted() {
        return Stream.of(
                arguments("plain", "GET /a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("one empty line first", "\r\nGET /a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("a higher minor version", "GET /a HTTP/1.2\r\n" + HOST + "\r\n"),
                arguments(
                        "chunks in a higher minor version",
                        "POST /a HTTP/1.9\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments("HTTP/1.0 with Host", "GET /a HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\n\r\n"),
                arguments("absolute-form", "GET http://SHOP.example:80/a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("a value beyond ASCII", "GET /a HTTP/1.1\r\n" + HOST + "X: \u00e4\r\n\r\n"),
                arguments("an empty value", "GET /a HTTP/1.1\r\n" + HOST + "X:\r\n\r\n"),
                arguments("spaces around a value", "GET /a HTTP/1.1\r\nHost:   shop.example \t \r\n\r\n"),
                arguments("a method of its own", "PURGE /a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments(
                        "h2c asked for",
                        "GET /a HTTP/1.1\r\n" + HOST
                                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"),
                arguments(
                        "content of declared length", "POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello"),
                arguments(
                        "chunked content",
                        "POST /a HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: y\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("admitted")
    void is_let_in_and_the_connection_kept(String name, String bytes) {
        try (RawClient client = RawClient.to(port)) {
            String second = "GET /second HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
            String answer = client.send(bytes).send(second).untilClosed(10_000);

            assertThat(RawClient.occurrences(answer, " 200 OK"))
                    .as(name + ": " + answer)
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "close, X-Hop", "X-Hop\r\nConnection: close"})
    void a_request_that_names_close_among_other_options_is_the_connections_last(String options) {
        try (RawClient client = RawClient.to(port)) {
            String answer = client.send("GET /last HTTP/1.1\r\n" + HOST + "Connection: " + options + "\r\n\r\n" + NEXT)
                    .untilClosed(10_000);

            assertThat(RawClient.occurrences(answer, "HTTP/1.1 200")).as(answer).isEqualTo(1);
        }
        assertThat(doors.handled()).doesNotContain("GET /smuggled");
    }

    @Test
    void a_request_that_comes_byte_by_byte_is_let_in() {
        try (RawClient client = RawClient.to(port)) {
            String bytes = "POST /slow HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nConnection: close\r\n\r\nhi";
            for (int i = 0; i < bytes.length(); i++) {
                client.send(bytes.substring(i, i + 1));
            }

            assertThat(client.untilClosed(10_000)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_fault_that_comes_byte_by_byte_is_refused() {
        try (RawClient client = RawClient.to(port)) {
            String bytes = "GET /slow HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n";
            for (int i = 0; i < bytes.length(); i++) {
                client.send(bytes.substring(i, i + 1));
            }

            assertThat(client.untilClosed(10_000)).startsWith("HTTP/1.1 400 ");
        }
    }
}
