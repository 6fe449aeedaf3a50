package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 9110 15.2, RFC 8297: interim responses pass through, over real sockets, and are never stored. */
class InterimScenarioTest {

    private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nCache-Tag: t\r\n"
            + "Connection: X-Hop\r\nX-Hop: 1\r\nServer: origin/1.0\r\n\r\n"
            + "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 142 Unheard-Of\r\nA: b\r\n\r\n";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answerNow = new CountDownLatch(1);
    private ServerSocket origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { firstByte: 5s } } }
                sites:
                  - name: shop
                    hosts: ["*"]
                    headers: { response: { remove: [Server], set: { X-Frame-Options: DENY } } }
                    routes:
                      - { match: { path: /off }, origin: site, cache: off }
                      - { origin: site, cache: standard }
                """.formatted(origin.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        edge.close();
        origin.close();
    }

    private void serve() {
        while (true) {
            try {
                Socket socket = origin.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    asked.incrementAndGet();
                    socket.getOutputStream().write(INTERIM.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                    assertThat(answerNow.await(10, TimeUnit.SECONDS)).isTrue();
                    socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The test is over.
        }
    }

    private Socket client() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.uri("/").getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void ask(Socket socket, String path, String version) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/" + version + "\r\nHost: a\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One head, or what there is of it. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Test
    void interim_responses_reach_the_client_before_the_answer_is_made() throws Exception {
        for (String path : new String[] {"/off", "/cached"}) {
            try (Socket socket = client()) {
                ask(socket, path, "1.1");
                InputStream in = socket.getInputStream();

                String hints = head(in);
                assertThat(hints).startsWith("HTTP/1.1 103 Early Hints\r\n");
                assertThat(hints.toLowerCase(java.util.Locale.ROOT))
                        .contains("link: </a.css>; rel=preload\r\n")
                        .contains("via: 1.1 skerry\r\n")
                        .doesNotContain("x-hop", "cache-tag", "server:", "x-frame-options", "content-length");
                assertThat(head(in)).startsWith("HTTP/1.1 102 Processing\r\n");
                assertThat(head(in)).startsWith("HTTP/1.1 142 ").contains("A: b");
                answerNow.countDown();
                String answer = head(in);
                assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("a.css");
                assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("hello");
            }
        }
    }

    @Test
    void hit_has_no_interim_responses_and_the_connection_goes_on() throws Exception {
        answerNow.countDown();
        try (Socket socket = client()) {
            InputStream in = socket.getInputStream();
            ask(socket, "/cached", "1.1");
            for (int i = 0; i < 3; i++) {
                assertThat(head(in)).startsWith("HTTP/1.1 1");
            }
            assertThat(head(in)).startsWith("HTTP/1.1 200 OK\r\n");
            in.readNBytes(5);

            ask(socket, "/cached", "1.1");

            String hit = head(in);
            assertThat(hit)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Skerry; hit")
                    .doesNotContain("a.css");
            assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void http_1_0_clients_get_the_answer_alone() throws Exception {
        answerNow.countDown();
        try (Socket socket = client()) {
            ask(socket, "/off", "1.0");

            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.0 200 OK\r\n");
        }
    }
}
