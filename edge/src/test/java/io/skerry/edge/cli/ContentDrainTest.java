package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contents that end, break off, or come no further. */
@Timeout(30)
class ContentDrainTest {

    @AutoClose
    private final ContentDrain contents = new ContentDrain(Duration.ofMillis(500));

    @AutoClose
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void content_is_read_to_its_end() throws IOException {
        assertThat(contents.drain(new ByteArrayInputStream(new byte[100_000]))).isEqualTo(100_000);
    }

    @Test
    void content_of_which_nothing_more_comes_is_given_up() throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                InputStream body = answer(origin, "ok")) {
            assertThatThrownBy(() -> contents.drain(body)).hasMessage("nothing more came for 0.5 s");
        }
    }

    /** The content of an answer that says it is longer than what comes; the connection stays open. */
    private InputStream answer(ServerSocket origin, String begun) throws Exception {
        CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> {
            try {
                Socket peer = origin.accept();
                peer.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + begun)
                                .getBytes(StandardCharsets.US_ASCII));
                return peer;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + origin.getLocalPort() + "/"))
                .build();
        InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
        accepted.join();
        return body;
    }
}
