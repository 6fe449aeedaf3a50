package io.skerry.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.admin.ReadyCheck.NotReady;
import io.skerry.edge.admin.ReadyCheck.Ready;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminServerTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration HEAD_TIMEOUT = Duration.ofMillis(500);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(900);
    private static final int CONNECTIONS = 8;

    private final Vertx vertx = Vertx.vertx();
    private volatile Supplier<ReadyCheck.State> store = () -> new Ready("3 stored responses");
    private volatile Supplier<String> scrape = () -> "skerry_generation 41.0\n";
    private final AdminServer admin = start(0);

    @AfterEach
    void close() {
        admin.close().await();
        vertx.close().await();
    }

    @Test
    void live_answers_200() throws IOException {
        assertThat(ask("GET /live")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("{\"live\":true}\n");
    }

    @Test
    void ready_lists_its_checks_and_the_generation() throws IOException {
        assertThat(ask("GET /ready"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("{\"ready\":true,\"generation\":41,\"checks\":["
                        + "{\"name\":\"store\",\"ready\":true,\"detail\":\"3 stored responses\"},"
                        + "{\"name\":\"purge-journal\",\"ready\":true,\"detail\":\"open\"}]}\n");
    }

    @Test
    void ready_is_503_and_says_why_when_one_check_does_not_hold() throws IOException {
        store = () -> new NotReady("recovering shard 3 of 8");

        assertThat(ask("GET /ready"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("{\"ready\":false,")
                .contains("{\"name\":\"store\",\"ready\":false,\"detail\":\"recovering shard 3 of 8\"}");
    }

    @Test
    void a_check_that_throws_is_not_ready_and_shows_nothing_of_the_failure() throws IOException {
        store = () -> {
            throw new IllegalStateException("secret detail");
        };

        assertThat(ask("GET /ready"))
                .startsWith("HTTP/1.1 503 ")
                .contains("the check itself failed")
                .doesNotContain("secret", "Exception");
    }

    @Test
    void a_check_that_throws_an_error_is_not_ready_either() throws IOException {
        store = () -> {
            throw new NoClassDefFoundError("secret detail");
        };

        assertThat(ask("GET /ready")).startsWith("HTTP/1.1 503 ").contains("the check itself failed");
    }

    @Test
    void metrics_are_what_the_scrape_gives() throws IOException {
        assertThat(ask("GET /metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .endsWith("\r\n\r\nskerry_generation 41.0\n");
    }

    @Test
    void a_scrape_that_fails_is_500_and_shows_nothing_of_the_failure() throws IOException {
        scrape = () -> {
            throw new IllegalStateException("secret detail");
        };

        assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 500 ").doesNotContain("secret", "Exception");
    }

    @Test
    void head_has_the_length_and_no_content() throws IOException {
        assertThat(ask("HEAD /metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("content-length: 23\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"GET /", "GET /livelihood", "GET /live/", "GET /metrics/x", "POST /nothing", "GET /../metrics"})
    void a_path_without_a_route_is_404_as_a_problem(String request) throws IOException {
        assertThat(ask(request))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .containsIgnoringCase("content-type: application/problem+json\r\n")
                .contains("\"status\":404");
    }

    @ParameterizedTest
    @CsvSource({"POST /live,'GET, HEAD'", "DELETE /metrics,'GET, HEAD'", "GET /purge,POST", "PURGE /ready,'GET, HEAD'"})
    void another_method_is_405_and_names_the_ones_allowed(String request, String allowed) throws IOException {
        assertThat(ask(request))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .containsIgnoringCase("allow: " + allowed + "\r\n")
                .containsIgnoringCase("content-type: application/problem+json\r\n");
    }

    @Test
    void a_mounted_handler_reads_what_is_posted() throws IOException {
        assertThat(exchange("POST /purge HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\ngot hello");
    }

    @Test
    void a_handler_that_throws_is_500_and_the_listener_goes_on() throws IOException {
        assertThat(ask("GET /broken")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
        assertThat(ask("GET /live")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_handler_that_throws_an_error_is_500_too() throws IOException {
        assertThat(ask("GET /defective")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
    }

    @Test
    void no_answer_names_the_server() throws IOException {
        assertThat(ask("GET /live") + ask("GET /nothing") + exchange("nonsense\r\n\r\n"))
                .doesNotContainIgnoringCase("server:", "vert", "netty", "java");
    }

    @Test
    void a_body_that_nobody_reads_never_becomes_the_next_request() throws IOException {
        String smuggled = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
        String answers = exchange("GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" + smuggled);

        assertThat(answers).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("skerry_generation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "GET /live HTTP/1.1\r\nA\u0001: x"})
    void a_request_that_is_no_http_is_400(String request) throws IOException {
        assertThat(exchange(request + "\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 400 .*")
                .contains("application/problem+json");
    }

    @Test
    void a_line_too_long_is_414_and_a_head_too_large_is_431() throws IOException {
        assertThat(ask("GET /" + "x".repeat(20_000))).matches("(?s)HTTP/1\\.[01] 414 .*");
        assertThat(exchange("GET /live HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 431 .*");
    }

    @Test
    void a_head_that_drips_is_cut_at_the_time_out() throws IOException {
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            Thread drip = Thread.ofVirtual().start(() -> dripInto(socket));
            int read = readUntilClosed(socket);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            drip.interrupt();

            assertThat(read).isZero();
            assertThat(took).isBetween(HEAD_TIMEOUT.minusMillis(50), HEAD_TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void a_body_that_never_comes_is_cut_at_the_time_out() throws IOException {
        long start = System.nanoTime();
        String answer = exchange("POST /purge HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");

        assertThat(answer).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(REQUEST_TIMEOUT.minusMillis(50), REQUEST_TIMEOUT.plusSeconds(5));
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_room_comes_back() throws IOException {
        Socket[] held = new Socket[CONNECTIONS];
        for (int i = 0; i < held.length; i++) {
            held[i] = connect();
        }
        await().until(() -> admin.openConnections() == CONNECTIONS);

        try (Socket oneMore = connect()) {
            assertThat(readUntilClosed(oneMore)).isZero();
        }
        for (Socket socket : held) {
            socket.close();
        }
        await().until(() -> admin.openConnections() == 0);
        assertThat(ask("GET /live")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_port_in_use_fails_the_start() {
        assertThatThrownBy(() -> start(admin.port())).hasMessageContaining("in use");
    }

    private AdminServer start(int port) {
        AdminSettings settings = new AdminSettings(LOOPBACK, port, CONNECTIONS, HEAD_TIMEOUT, REQUEST_TIMEOUT);
        List<ReadyCheck> checks = List.of(
                new ReadyCheck("store", () -> store.get()), new ReadyCheck("purge-journal", () -> new Ready("open")));
        List<AdminRoute> routes = List.of(
                Probes.live(),
                Probes.ready(() -> 41, checks),
                MetricsPage.route(vertx, () -> scrape.get()),
                new AdminRoute("/purge", AdminRoute.Scope.EXACT, Set.of(HttpMethod.POST), AdminServerTest::echo),
                AdminRoute.page("/broken", request -> {
                    throw new IllegalStateException("secret detail");
                }),
                AdminRoute.page("/defective", request -> {
                    throw new NoClassDefFoundError("secret detail");
                }));
        return AdminServer.start(vertx, settings, routes).await();
    }

    private static void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> request.response().end("got " + body));
    }

    private String ask(String methodAndPath) throws IOException {
        return exchange(methodAndPath + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n");
    }

    /** Everything that comes back until the server closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int readUntilClosed(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes().length;
    }

    private static void dripInto(Socket socket) {
        try {
            socket.getOutputStream().write("GET /live HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));
            while (!Thread.currentThread().isInterrupted()) {
                socket.getOutputStream().write('x');
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException closed) {
            // That is what the test waits for.
        }
    }
}
