package io.skerry.edge.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that switch to another protocol, through the whole edge. */
class TunnelScenarioTest {

    private static final String HANDSHAKE =
            "GET /chat HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        HttpServer origin = vertx.createHttpServer()
                .requestHandler(request -> vertx.timer(100).onSuccess(late -> echo(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, SECONDS);
        edge = RunningEdge.start(folder, RunningEdge.standard(origin.actualPort()));
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    private static void echo(HttpServerRequest request) {
        request.response().setStatusCode(101).putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
        request.toNetSocket().onSuccess(socket -> socket.handler(socket::write));
    }

    @Test
    void what_a_client_says_before_and_after_the_switch_reaches_the_origin_in_order() throws Exception {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.setSoTimeout(20_000);
            say(client, HANDSHAKE + "before,");
            assertThat(heard(client, "before,")).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\nbefore,");
            say(client, "after");
            assertThat(heard(client, "after")).isEqualTo("after");
        }
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(edge.accessLog())
                        .contains("\"status\":101")
                        .contains("\"bytes\":12")
                        .contains("\"origin\":{\"name\":\"site\""));
    }

    @Test
    void connection_that_was_switched_is_not_counted_any_more_when_it_has_closed() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
                client.setSoTimeout(20_000);
                say(client, HANDSHAKE + "words");
                heard(client, "words");
                assertThat(edge.metrics()).contains("skerry_connections_open{listener=\"http\"} 1.0");
            }
            await().atMost(20, SECONDS)
                    .untilAsserted(() ->
                            assertThat(edge.metrics()).contains("skerry_connections_open{listener=\"http\"} 0.0"));
        }
    }

    @Test
    void node_that_drains_leaves_it_the_time_that_the_file_gives() throws Exception {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            client.setSoTimeout(20_000);
            say(client, HANDSHAKE + "words");
            heard(client, "words");

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> edge.node().stop());
            await().until(this::isRefused);
            say(client, "more");

            assertThat(heard(client, "more")).isEqualTo("more");
            assertThat(client.getInputStream().read()).isNegative();
            stopped.get(20, SECONDS);
        }
        assertThat(edge.accessLog()).contains("\"status\":101").contains("\"ending\":\"client-abort\"");
    }

    private boolean isRefused() {
        try (Socket another =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            return another.getInputStream().read() < 0;
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void what_the_origin_said_before_it_left_reaches_a_client_that_reads_late() throws Exception {
        byte[] words = "last words ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        try (GatedOrigin talking = GatedOrigin.start();
                RunningEdge beside = RunningEdge.start(
                        Files.createDirectory(folder.resolve("beside")), RunningEdge.standard(talking.port()));
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4_096);
            client.setSoTimeout(20_000);
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), beside.node().httpPort()));
            say(client, HANDSHAKE);
            GatedOrigin.Asked asked =
                    talking.next().head("101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket");
            heard(client, "\r\n\r\n");
            CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {
                try (OutputStream out = asked.out()) {
                    out.write(words);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            for (int heard = 0; heard < words.length; ) {
                byte[] more = client.getInputStream().readNBytes(100_000);
                assertThat(more).as("after %d", heard).isNotEmpty();
                heard += more.length;
                if (heard == 100_000) {
                    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                }
            }
            left.join();
            assertThat(client.getInputStream().read()).as("the end").isEqualTo(-1);
        }
    }

    @Test
    void client_that_takes_nothing_after_the_switch_holds_its_origin_no_longer_than_any_other() throws Exception {
        try (GatedOrigin talking = GatedOrigin.start();
                RunningEdge beside = RunningEdge.startFile(
                        Files.createDirectory(folder.resolve("beside")),
                        RunningEdge.SERVER.replace("drain: 2s", "drain: 2s, writeIdle: 2s")
                                + RunningEdge.standard(talking.port()));
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4_096);
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), beside.node().httpPort()));
            say(client, HANDSHAKE);
            GatedOrigin.Asked asked =
                    talking.next().head("101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket");

            assertThat(CompletableFuture.runAsync(() -> talkWithoutEnd(asked)))
                    .as("talking to a connection that is held")
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class);
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(beside.metrics())
                            .contains("skerry_connections_cut_total{cause=\"slow-reader\"} 1.0"));
        }
    }

    private static void talkWithoutEnd(GatedOrigin.Asked asked) {
        try (OutputStream out = asked.out()) {
            while (true) {
                out.write(new byte[100_000]);
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Test
    void client_that_leaves_before_the_switch_takes_its_request_back() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningEdge beside = RunningEdge.start(
                        Files.createDirectory(folder.resolve("beside")),
                        RunningEdge.standard(silent.getLocalPort()).replace("firstByte: 2s", "firstByte: 60s"))) {
            Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), beside.node().httpPort());
            say(client, HANDSHAKE);
            try (Socket asked = silent.accept()) {
                asked.setSoTimeout(20_000);
                heard(asked, "\r\n\r\n");
                client.close();

                assertThat(asked.getInputStream().read()).isNegative();
            }
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String heard(Socket client, String end) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("after: %s", heard).isNotNegative();
            heard.append((char) next);
        }
        return heard.toString();
    }
}
