package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DataLoaderTest {

    private static final int MOST = 1_000;

    @AutoClose
    private final DataLoader loader = new DataLoader();

    @AutoClose
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    DataLoaderTest() {}

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void content_of_a_200_is_loaded_and_nothing_else_is() throws Exception {
        assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").get(5, TimeUnit.SECONDS))
                .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        for (String status : new String[] {"304 Not Modified", "500 Oops", "206 Partial"}) {
            assertThatThrownBy(() -> answered("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                            .get(5, TimeUnit.SECONDS))
                    .hasMessageContaining("answered " + status.substring(0, 3));
        }
        assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1_001))
                        .get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void content_that_trickles_is_given_up_with_its_connection() throws Exception {
        CompletionStage<byte[]> loading = load(Duration.ofMillis(500));
        try (Socket connection = server.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(trickle(out)).as("bytes until it was closed").isLessThan(900);
            assertThatThrownBy(() -> loading.toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    /** Writes a byte every few milliseconds until the other side has gone. */
    private static int trickle(OutputStream out) throws InterruptedException {
        for (int written = 0; written < 900; written++) {
            try {
                out.write('x');
            } catch (IOException gone) {
                return written;
            }
            Thread.sleep(5);
        }
        return 900;
    }

    private CompletableFuture<byte[]> answered(String answer) throws IOException {
        CompletionStage<byte[]> loading = load(Duration.ofSeconds(5));
        Socket connection = server.accept();
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        return loading.toCompletableFuture().whenComplete((bytes, failure) -> close(connection));
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private CompletionStage<byte[]> load(Duration timeout) {
        return loader.load(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/table"), MOST, timeout);
    }
}
