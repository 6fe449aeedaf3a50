package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.edge.server.socket.ListenerCounts.Side;
import io.skerry.edge.testing.Pausing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that leave what is sent to them over HTTP/2 where it is. */
class SlowStreamsTest {

    private static final int WINDOW = 16 * 1024;
    private static final int CONTENT = 1024 * 1024;

    private final Doors doors = new Doors();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private EdgeServer server;
    private HttpClientAgent client;

    @BeforeEach
    void open() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(20));
        server = doors.open(TlsTest.tls().withTimeouts(timeouts), (request, arrival) -> answer(request));
        client = doors.vertx()
                .httpClientBuilder()
                .with(Pausing.options(WINDOW))
                .with(new PoolOptions().setHttp2MaxSize(1))
                .withConnectHandler(connections::add)
                .build();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void a_connection_that_makes_room_for_nothing_is_closed_and_the_writers_hear_of_it() {
        List<HttpClientResponse> paused = List.of(paused(), paused(), paused());

        await().until(() -> cut.get() == paused.size());
        await().until(() -> server.connections() == 0);
        assertThat(ListenerCountsTest.cuts(server)).isEqualTo(Map.of(Cut.SLOW_READER, 1L));
    }

    @Test
    void a_stream_that_stalls_is_reset_and_others_of_its_connection_go_on() {
        HttpClientResponse paused = paused();
        List<String> others = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            others.add(Doors.await(client.request(Pausing.request(server.port(), "/short"))
                            .compose(request -> request.send().compose(HttpClientResponse::body)))
                    .toString());
            return cut.get() == 1;
        });

        assertThat(others).containsOnly("ok").hasSizeGreaterThan(2);
        assertThat(connections).containsExactly(paused.request().connection());
        assertThat(ListenerCountsTest.cuts(server)).isEmpty();
        assertThat(server.counts().stalled()).isEqualTo(1);
        assertThat(server.counts().resets(Side.EDGE)).isEqualTo(1);
    }

    @Test
    void a_stream_answered_while_its_client_still_sends_is_reset_without_an_error() {
        for (int i = 0; i < 10; i++) {
            HttpClientRequest request = Doors.await(
                    client.request(Pausing.request(server.port(), "/short").setMethod(HttpMethod.POST)));
            Promise<Throwable> reset = Promise.promise();
            request.exceptionHandler(reset::tryComplete);
            // Before anything is sent: content that comes while nobody listens is lost to this client.
            Future<Buffer> body = request.response().compose(HttpClientResponse::body);
            request.putHeader("Content-Length", String.valueOf(CONTENT)).write(Buffer.buffer(new byte[100]));

            assertThat(Doors.await(body)).hasToString("ok");
            assertThat(Doors.await(reset.future()))
                    .isInstanceOfSatisfying(
                            StreamResetException.class,
                            error -> assertThat(error.getCode()).isZero());
        }

        assertThat(connections).hasSize(1);
        assertThat(server.counts().resets(Side.EDGE)).isZero();
    }

    @Test
    void a_stream_whose_client_has_nearly_sent_everything_when_it_is_answered_ends_by_itself() throws Exception {
        HttpClientRequest request = Doors.await(
                client.request(Pausing.request(server.port(), "/short").setMethod(HttpMethod.POST)));
        Promise<Throwable> reset = Promise.promise();
        request.exceptionHandler(reset::tryComplete);
        Future<Buffer> body = request.response().compose(HttpClientResponse::body);
        request.putHeader("Content-Length", "200").write(Buffer.buffer(new byte[100]));
        assertThat(Doors.await(body)).hasToString("ok");
        Thread.sleep(20);

        Doors.await(request.end(Buffer.buffer(new byte[100])));
        Thread.sleep(400);
        assertThat(reset.future().isComplete()).isFalse();
    }

    @Test
    void a_client_that_closes_its_connection_makes_nobody_reset_a_stream() {
        try (RawStreams leaves = RawStreams.to(server.port())) {
            leaves.request(":method", "GET", ":scheme", "https", ":path", "/long", ":authority", "shop.example");
            await().until(() -> asked.get() == 1);
        }

        await().until(() -> cut.get() == 1 && server.connections() == 0);
        assertThat(server.counts().resets(Side.EDGE)).isZero();
        assertThat(server.counts().resets(Side.CLIENT)).isZero();
    }

    @Test
    void a_stream_of_which_a_little_is_taken_now_and_then_goes_on() {
        HttpClientResponse response = paused();
        for (int i = 0; i < 20; i++) {
            response.fetch(1);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }

        assertThat(cut).hasValue(0);
        assertThat(Doors.await(response.resume().body()).length()).isPositive();
    }

    private HttpClientResponse paused() {
        return Pausing.get(client, server.port(), "/long");
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/short")) {
            request.response().end("ok");
            return;
        }
        asked.incrementAndGet();
        HttpServerResponse response = request.response();
        response.exceptionHandler(_ -> {});
        response.end(Buffer.buffer(new byte[CONTENT])).onFailure(_ -> cut.incrementAndGet());
    }
}
