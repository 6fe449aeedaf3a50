package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests of HTTP/2 as client libraries do not send them. */
class Http2RequestTest {

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    /** RFC 7540 8.1.2.3 forbade intermediaries to make an :authority of an HTTP/1.1 Host; RFC 9113 8.3.1: then the Host counts. */
    @Test
    void host_counts_where_there_is_no_authority() {
        int port = doors.open(TlsTest.tls()).port();
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(":method", "GET", ":scheme", "https", ":path", "/a", "host", "Shop.example:443");
            await().until(() -> doors.arrivals().size() == 1);
        }

        assertThat(doors.arrivals().getFirst().authority()).isEqualTo("shop.example");
        assertThat(doors.arrivals().getFirst().client().authority()).isEqualTo("shop.example");
    }

    /** RFC 9113 8.3.1: servers other than the origin itself compare the two as RFC 3986 6.2.3 normalises them. */
    @ParameterizedTest
    @CsvSource({"shop.example, Shop.Example", "shop.example, shop.example:443", "SHOP.example:443, shop.example"})
    void host_that_names_the_authority_in_other_words_is_the_same(String authority, String host) {
        int port = doors.open(TlsTest.tls()).port();
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(":method", "GET", ":scheme", "https", ":authority", authority, ":path", "/a", "host", host);
            await().until(() -> doors.arrivals().size() == 1);
        }

        assertThat(doors.arrivals().getFirst().authority()).isEqualTo("shop.example");
    }

    @Test
    void head_that_ends_its_stream_has_no_content_behind_it() {
        int port = doors.open(TlsTest.tls()).port();
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(":method", "DELETE", ":scheme", "https", ":path", "/a", ":authority", "shop.example");
            await().until(() -> doors.arrivals().size() == 1);
        }

        assertThat(doors.arrivals().getFirst().content().presence()).isEqualTo(ArrivingContent.Presence.ABSENT);
    }

    @Test
    void connect_is_refused_and_leaves_a_record() {
        List<ExchangeRecord> records = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), recording(records)).port();
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(":method", "CONNECT", ":authority", "shop.example:443");
            await().until(() -> records.size() == 1);
        }

        assertThat(records.getFirst().status()).isEqualTo(501);
        assertThat(records.getFirst().target()).isEqualTo("shop.example:443");
        assertThat(doors.handled()).isEmpty();
    }

    /** Netty answers the largest, and tells nobody. */
    @ParameterizedTest
    @CsvSource({"70, 100, /a", "201, 1, /a", "300, 100, -"})
    void head_that_is_too_large_leaves_a_record_as_one_of_http_1_does(int fields, int length, String target) {
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        ListenerSettings settings =
                TlsTest.tls().withLimits(new ListenerSettings.Limits(4 * 1024, 8 * 1024, 200, 1_000_000, 10));
        int port = doors.open(settings, recording(refused)).port();
        String[] request = {":method", "GET", ":scheme", "https", ":authority", "shop.example", ":path", "/a"};
        List<String> large = new ArrayList<>(List.of(request));
        for (int i = 0; i < fields; i++) {
            large.addAll(List.of("x", "e".repeat(length)));
        }
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(large.toArray(String[]::new)).request(request);
            await().until(() -> doors.handled().size() == 1);
            await().until(() -> refused.size() == 1);
        }

        ExchangeRecord record = refused.getFirst();
        assertThat(record.status()).isEqualTo(431);
        assertThat(record.reason()).isEqualTo("fields-too-large");
        assertThat(record.protocol()).isEqualTo("h2");
        assertThat(record.client()).isEqualTo("127.0.0.1");
        assertThat(record.target()).isEqualTo(target);
    }

    /** What is compressed is held until it is complete. */
    @Test
    void head_without_bounds_ends_its_connection() {
        ListenerSettings settings =
                TlsTest.tls().withLimits(new ListenerSettings.Limits(4 * 1024, 8 * 1024, 200, 1_000_000, 10));
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        int port = doors.open(settings, recording(refused)).port();
        List<String> endless = head("GET", "https");
        for (int i = 0; i < 450; i++) {
            endless.addAll(List.of("x", "e".repeat(100)));
        }
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(endless.toArray(String[]::new));

            assertThat(new String(streams.untilClosed(Duration.ofSeconds(10)), StandardCharsets.ISO_8859_1))
                    .endsWith("Header size exceeded max allowed size (40960)");
        }

        assertUnanswered(refused, "fields-too-large");
    }

    @Test
    void what_ends_its_connection_leaves_a_record() {
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), recording(refused)).port();
        try (RawStreams streams = RawStreams.to(port)) {
            // RFC 9113 5.1: on a stream that was never opened.
            streams.content("some").untilClosed(Duration.ofSeconds(10));
        }

        assertUnanswered(refused, "malformed-request");
        assertThat(doors.handled()).isEmpty();
    }

    private static void assertUnanswered(List<ExchangeRecord> refused, String reason) {
        assertThat(refused).singleElement().satisfies(record -> {
            assertThat(record.status()).isZero();
            assertThat(record.reason()).isEqualTo(reason);
            assertThat(record.client()).isEqualTo("127.0.0.1");
            assertThat(record.ending()).isEqualTo(ExchangeRecord.Ending.BROKEN);
        });
    }

    /** Netty resets it without a word to anybody, and took the content behind it for a fault of the whole connection. */
    @ParameterizedTest
    @ValueSource(strings = {"connection", "X-Upper", "te", "content-length"})
    void malformed_head_with_content_behind_it_leaves_a_record_and_the_other_streams(String field) {
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), recording(refused)).port();
        String[] request = {":method", "GET", ":scheme", "https", ":authority", "shop.example", ":path", "/after"};
        List<String> malformed = new ArrayList<>(List.of(request));
        malformed.addAll(List.of(field, "gzip"));
        try (RawStreams streams = RawStreams.to(port)) {
            streams.open(malformed.toArray(String[]::new)).content("some").end("");
            streams.request(request);
            await().until(() -> doors.handled().contains("GET /after"));
            await().until(() -> refused.size() == 1);
        }

        ExchangeRecord record = refused.getFirst();
        assertThat(record.status()).isZero();
        assertThat(record.reason()).isEqualTo("malformed-request");
        assertThat(record.ending()).isEqualTo(ExchangeRecord.Ending.BROKEN);
        assertThat(doors.handled()).hasSize(1);
    }

    /** Vert.x knows nothing of its stream, and stumbled over that when the connection failed before the reset was sent. */
    @Test
    void client_that_leaves_behind_a_malformed_head_is_no_trouble() {
        Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        netty.addAppender(log);
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), recording(refused)).port();
        try {
            for (int i = 0; i < 20; i++) {
                try (RawStreams leaving = RawStreams.to(port)) {
                    leaving.open(head("G ET", "https").toArray(String[]::new));
                }
            }
            // Who leaves while something is not read yet resets the connection, now and then before its head was read.
            await().until(() -> refused.size() >= 10);
        } finally {
            netty.detachAppender(log);
        }

        assertThat(log.list).isEmpty();
    }

    /** RFC 9113 8.1.1. What comes of a request was handed on with its head, or with the last byte that it declares. */
    @Test
    void content_behind_a_head_that_says_there_is_none_makes_no_request() throws InterruptedException {
        List<ExchangeRecord> refused = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), recording(refused)).port();
        String[] empty = head("POST", "https", "content-length", "0").toArray(String[]::new);
        try (RawStreams streams = RawStreams.to(port)) {
            streams.open(empty);
            Thread.sleep(200);
            streams.end("some");
            await().until(() -> refused.size() == 1);
            assertThat(doors.handled()).isEmpty();
            streams.open(empty).end("");
            await().until(() -> doors.handled().size() == 1);
        }

        assertThat(refused.getFirst().reason()).isEqualTo("malformed-request");
        assertThat(doors.arrivals().getFirst().content().presence()).isEqualTo(ArrivingContent.Presence.ABSENT);
    }

    @Test
    void content_that_is_longer_than_declared_never_comes_to_its_end() throws InterruptedException {
        List<String> told = new CopyOnWriteArrayList<>();
        int port = doors.open(
                        TlsTest.tls(),
                        (request, arrival) -> arrival.content()
                                .handler(bytes -> told.add(bytes.toString()))
                                .endHandler(end -> told.add("end"))
                                .exceptionHandler(cause -> told.add("broken"))
                                .fetch(1))
                .port();
        String[] declared = head("POST", "https", "content-length", "9").toArray(String[]::new);
        try (RawStreams streams = RawStreams.to(port)) {
            streams.open(declared).content("some").content(" more");
            Thread.sleep(200);
            streams.end("!");
            await().until(() -> told.contains("broken"));
            assertThat(told).doesNotContain(" more", "end");
        }
    }

    @Test
    void content_as_long_as_declared_is_handed_on_in_full() {
        List<String> told = new CopyOnWriteArrayList<>();
        int port = doors.open(TlsTest.tls(), (request, arrival) -> {
                    arrival.content()
                            .handler(bytes -> told.add(bytes.toString()))
                            .endHandler(end -> told.add("end"))
                            .fetch(2);
                })
                .port();
        String[] declared = head("POST", "https", "content-length", "9").toArray(String[]::new);
        try (RawStreams streams = RawStreams.to(port)) {
            streams.open(declared).content("some").content(" more").end("");
            await().untilAsserted(() -> assertThat(told).contains("end"));
            streams.open(declared).end("some more");
            await().untilAsserted(() -> assertThat(told).hasSize(5));
        }

        assertThat(told).containsExactly("some", " more", "end", "some more", "end");
    }

    /** TLS is done in milliseconds, and Vert.x tells of a connection of HTTP/2 only with the client's first settings. */
    @Test
    void client_that_says_nothing_after_tls_is_closed() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofMillis(300), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        int port = doors.open(TlsTest.tls().withTimeouts(timeouts)).port();
        try (RawStreams silent = RawStreams.silent(port)) {
            assertThat(silent.untilClosed(Duration.ofSeconds(10))).isNotEmpty();
        }
    }

    @Test
    void connection_that_takes_longer_than_a_first_head_may_is_kept() throws InterruptedException {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofMillis(100), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        EdgeServer server = doors.open(TlsTest.tls().withTimeouts(timeouts), (request, arrival) -> {});
        try (RawStreams waits = RawStreams.to(server.port())) {
            waits.request(":method", "GET", ":scheme", "https", ":path", "/a", ":authority", "shop.example");
            await().until(() -> doors.arrivals().size() == 1);
            Thread.sleep(2_000);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** The head of a stream that is refused was not handed on, and Vert.x stumbled over that stream when the connection failed. */
    @Test
    void client_that_brings_this_side_to_reset_its_streams_is_told_why_it_is_sent_away() {
        EdgeServer server = doors.open(TlsTest.tls(), (request, arrival) -> {});
        try (RawStreams flood = RawStreams.to(server.port())) {
            for (int i = 0; i < 202; i++) {
                flood.request(":method", "GET", ":scheme", "https", ":path", "/a", ":authority", "shop.example")
                        .fault();
            }
            assertThat(new String(flood.untilClosed(Duration.ofSeconds(10)), StandardCharsets.ISO_8859_1))
                    .endsWith("more than half of the streams are reset");
        }

        assertThat(server.counts().cuts(Cut.FLOOD)).isEqualTo(1);
    }

    /** RFC 9113 8.1.1 and 8.3; two Hosts: RFC 9110 7.2. Another stream shows that the connection goes on. */
    @ParameterizedTest
    @MethodSource
    void malformed_head_resets_its_stream_and_leaves_the_others(List<String> malformed) {
        int port = doors.open(TlsTest.tls()).port();
        try (RawStreams streams = RawStreams.to(port)) {
            streams.request(malformed.toArray(String[]::new));
            streams.request(":method", "GET", ":scheme", "https", ":path", "/after", ":authority", "shop.example");
            await().until(() -> doors.handled().contains("GET /after"));
        }

        assertThat(doors.handled()).containsExactly("GET /after");
    }

    static Stream<Named<List<String>>> malformed_head_resets_its_stream_and_leaves_the_others() {
        return Stream.of(
                Named.of("a method with a blank", head("G ET", "https")),
                Named.of("a method outside ASCII", head("G\u00e9T", "https")),
                Named.of("a scheme with a path", head("GET", "https://other.example/a?")),
                Named.of("a scheme of something else", head("GET", "ftp")),
                Named.of("a value that begins with a blank", head("GET", "https", "x", " a")),
                Named.of("a value that ends with a blank", head("GET", "https", "x", "a ")),
                Named.of("a value that ends with a tab", head("GET", "https", "x", "a\t")),
                Named.of("a value of one blank", head("GET", "https", "x", " ")),
                Named.of("a protocol that nobody offered", head("GET", "https", ":protocol", "websocket")),
                Named.of(
                        "two Hosts and no authority",
                        List.of(
                                ":method",
                                "GET",
                                ":scheme",
                                "https",
                                ":path",
                                "/a",
                                "host",
                                "shop.example",
                                "host",
                                "b.example")));
    }

    /** Answers with 200 what was let in. */
    private static RequestHandler recording(List<ExchangeRecord> refused) {
        return new RequestHandler() {
            @Override
            public void handle(HttpServerRequest request, Arrival arrival) {
                Doors.ok(request, arrival);
            }

            @Override
            public void refused(ExchangeRecord exchange) {
                refused.add(exchange);
            }
        };
    }

    private static List<String> head(String method, String scheme, String... more) {
        List<String> fields = new ArrayList<>(
                List.of(":method", method, ":scheme", scheme, ":path", "/a", ":authority", "shop.example"));
        fields.addAll(List.of(more));
        return fields;
    }
}
