package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever throws on the way of a request, everybody who waits is told soon, nothing stays open, and the next request is served. */
class FaultyLineTest {

    /** Longer than the way of one request and of those that wait with it. */
    private static final int MOST_CALLS = 400;

    @TempDir
    private Path folder;

    private HttpServer origin;
    private FaultyNode node;

    static Stream<Arguments> ways() {
        Function<String, Throwable> defect = IllegalStateException::new;
        Function<String, Throwable> fatal = NoClassDefFoundError::new;
        return Stream.of("/small", "/none", "/old", "/long", "/slices")
                .flatMap(path -> Stream.of(Arguments.of(path, "defect", defect), Arguments.of(path, "error", fatal)));
    }

    @BeforeEach
    void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        origin.createContext("/", FaultyLineTest::answer);
        origin.start();
        node = new FaultyNode(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """.formatted(origin.getAddress().getPort()));
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
        origin.stop(0);
    }

    private static void answer(HttpExchange asked) throws IOException {
        try (asked) {
            String path = asked.getRequestURI().getPath();
            byte[] content =
                    new byte[path.startsWith("/long") ? 300_000 : path.startsWith("/slices") ? 3_000_000 : 1_000];
            if (path.startsWith("/none")) {
                asked.getResponseHeaders().add("Cache-Control", "no-store");
            } else {
                asked.getResponseHeaders()
                        .add(
                                "Cache-Control",
                                path.startsWith("/old") ? "max-age=0, stale-while-revalidate=60" : "max-age=60");
                asked.getResponseHeaders().add("ETag", "\"1\"");
            }
            Thread.sleep(20);
            if (path.startsWith("/old") && asked.getRequestHeaders().containsKey("If-None-Match")) {
                asked.sendResponseHeaders(304, -1);
                return;
            }
            asked.sendResponseHeaders(200, content.length);
            asked.getResponseBody().write(content, 0, content.length / 2);
            asked.getResponseBody().flush();
            Thread.sleep(5);
            asked.getResponseBody().write(content, content.length / 2, content.length - content.length / 2);
        } catch (IOException | InterruptedException left) {
            // The edge gave it up.
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ways")
    void who_waits_is_told_and_the_next_is_served(String path, String name, Function<String, Throwable> thrown)
            throws Exception {
        for (int call = 1; call <= MOST_CALLS; call += stride(path)) {
            String head = "GET " + path + "?" + name + call + "\n";
            if (path.equals("/old")) {
                assertThat(node.ask(head, "")).as(head).startsWith("HTTP/1.1 200 ");
            }
            node.arm(call, thrown);
            List<String> answers = node.askAtOnce(3, head, "");
            String where = node.disarm();
            assertThat(answers).as("call %d, %s", call, where).doesNotContain("nothing in time");
            assertThat(node.ask(head, "")).as("after call %d, %s", call, where).startsWith("HTTP/1.1 200 ");
            node.nothingStaysOpen("after call " + call + ", " + where);
            if (where == null) {
                return;
            }
        }
    }

    /** How many calls are left out between two that throw: in a long content one is like the other. */
    private static int stride(String path) {
        return switch (path) {
            case "/long" -> 5;
            case "/slices" -> 17;
            default -> 1;
        };
    }
}
