package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are passed on, as they stand on the client's wire: written at once where they came at once. */
class PassScenarioTest {

    private static final String LARGE = "x".repeat(20_000);

    @TempDir
    private Path folder;

    private ServerSocket origin;
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: off } ] } ]
                """.formatted(origin.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        edge.close();
        origin.close();
    }

    @Test
    void whatever_framed_it_an_answer_that_came_at_once_has_one_length_and_all_its_fields() throws IOException {
        for (String path : List.of("/declared", "/chunked", "/large", "/missing")) {
            String content = path.equals("/large") ? LARGE : "hello";
            String answer = ask(path);

            assertThat(answer)
                    .as(path)
                    .startsWith(path.equals("/missing") ? "HTTP/1.1 404 " : "HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n" + content)
                    .contains("\r\nX-Two: 1\r\n", "\r\nX-Two: 2\r\n", "\r\nCache-Status: ")
                    .doesNotContainIgnoringCase("Transfer-Encoding");
            assertThat(answer.split("(?i)\r\ncontent-length: " + content.length() + "\r\n", -1))
                    .as(path)
                    .hasSize(2);
            assertThat(answer.split("(?i)\r\ncontent-length:", -1)).as(path).hasSize(2);
        }
    }

    @Test
    void a_head_whose_content_waits_goes_on_at_once() throws Exception {
        for (String framing : List.of("Transfer-Encoding: chunked", "Content-Length: 5")) {
            try (GatedOrigin gated = GatedOrigin.start();
                    RunningEdge encrypted = RunningEdge.encrypted(
                            Files.createDirectory(folder.resolve(framing.substring(0, 1))), gated.port(), "");
                    EncryptedClient client = EncryptedClient.open();
                    Socket socket = new Socket(
                            InetAddress.getLoopbackAddress(), encrypted.node().httpPort())) {
                socket.setSoTimeout(15_000);
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                gated.next().head("200 OK", "Cache-Control: no-store", framing);

                assertThat(new BufferedReader(
                                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                                .readLine())
                        .isEqualTo("HTTP/1.1 200 OK");

                Future<HttpResponse<InputStream>> overHttp2 =
                        client.open(encrypted.node().httpsPort().getAsInt(), "/");
                gated.next().head("200 OK", "Cache-Control: no-store", framing);

                HttpResponse<InputStream> begun = overHttp2.get(15, TimeUnit.SECONDS);
                assertThat(begun.statusCode()).isEqualTo(200);
                begun.body().close();
            }
        }
    }

    @Test
    void clients_that_leave_while_an_answer_is_written_harm_nobody() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String path = "/many/" + i;
                clients.add(() -> leave(path));
                clients.add(() -> {
                    for (int again = 0; again < 10; again++) {
                        assertThat(ask(path)).endsWith("\r\n\r\n" + many(path));
                    }
                    return null;
                });
            }
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        }
    }

    /** Asks again and again, takes the beginning of the first answer and resets the connection: the others are written or wait. */
    private Void leave(String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.setSoTimeout(15_000);
            socket.setSoLinger(true, 0);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), edge.node().httpPort()));
            String request = "GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n\r\n";
            socket.getOutputStream().write(request.repeat(20).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readNBytes(1_000)).asString().startsWith("HTTP/1.1 200 OK");
        }
        return null;
    }

    private String ask(String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            socket.setSoTimeout(15_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
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

    private static void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String path = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("GET ")) {
                    path = line.split(" ")[1];
                } else if (line.isEmpty()) {
                    socket.getOutputStream().write(answer(path).getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException ended) {
            // The test is over.
        }
    }

    /** A content of its own for each path, so that nobody gets another's unnoticed. */
    private static String many(String path) {
        return (path + ".").repeat(LARGE.length()).substring(0, LARGE.length());
    }

    private static String answer(String path) {
        String fields = "X-Two: 1\r\nX-Two: 2\r\n";
        return switch (path) {
            case "/chunked" ->
                "HTTP/1.1 200 OK\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
            case "/large" -> "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 20000\r\n\r\n" + LARGE;
            case String some
            when some.startsWith("/many/") ->
                "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + LARGE.length() + "\r\n\r\n" + many(some);
            case "/missing" -> "HTTP/1.1 404 Not Found\r\n" + fields + "Content-Length: 5\r\n\r\nhello";
            default -> "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 5\r\n\r\nhello";
        };
    }
}
