package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link FaultyLineTest}, on ways that not every request takes: functions, unsafe methods, ranges, codings, other protocols. Every throw is an
 * Error, which whoever catches a RuntimeException alone lets pass.
 */
class FaultyWaysTest {

    private static final int MOST_CALLS = 400;

    @TempDir
    private Path folder;

    private final ManyWaysOrigin origin = new ManyWaysOrigin();
    private FaultyNode node;

    /** What is asked before anything throws, and what several ask at once then; {@code %s} is a query. */
    record Way(String name, String prepare, String head, String content) {

        /** How many calls are left out between two that throw: in long contents, and where functions take part, there are hundreds. */
        int stride() {
            return name.startsWith("slices") ? 7 : name.contains("functions") ? 3 : 1;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        String body = "Content-Length: 2000\r\n";
        return Stream.of(
                new Way("functions", "", "GET /phases%s\n", ""),
                new Way("functions hit", "GET /phases%s\n", "GET /phases%s\n", ""),
                new Way("functions passed", "", "GET /phases/none%s\n", ""),
                new Way("fragment", "", "GET /page%s\n", ""),
                new Way("post", "GET /small%s\n", "POST /small%s\n" + body, "x".repeat(2000)),
                new Way("post passed", "", "POST /none%s\n" + body, "x".repeat(2000)),
                new Way("slices", "", "GET /slices%s\nRange: bytes=2000000-2000009\r\n", ""),
                new Way("slices functions", "", "GET /phases/slices%s\nRange: bytes=2000000-2000009\r\n", ""),
                new Way("post functions", "GET /phases%s\n", "POST /phases%s\n" + body, "x".repeat(2000)),
                new Way("head functions", "", "HEAD /phases%s\n", ""),
                new Way("coded functions", "", "GET /phases/text%s\nAccept-Encoding: gzip\r\n", ""),
                new Way("buffered", "", "GET /buffered%s\n", ""),
                new Way("head", "", "HEAD /small%s\n", ""),
                new Way("head of stored", "GET /old%s\n", "HEAD /old%s\n", ""),
                new Way("range", "", "GET /small%s\nRange: bytes=0-9\r\n", ""),
                new Way("range of stored", "GET /small%s\n", "GET /small%s\nRange: bytes=0-9,20-29\r\n", ""),
                new Way("coded", "", "GET /text%s\nAccept-Encoding: gzip\r\n", ""),
                new Way("decoded", "GET /text%s\nAccept-Encoding: gzip\r\n", "GET /text%s\n", ""),
                new Way("conditional", "GET /small%s\n", "GET /small%s\nIf-None-Match: \"1\"\r\n", ""),
                new Way("reload", "GET /old%s\n", "GET /old%s\nCache-Control: no-cache\r\n", ""),
                new Way("websocket", "", "GET /ws%s\n" + upgrade(), "hello"),
                new Way("websocket declined", "", "GET /small%s\n" + upgrade(), ""));
    }

    private static String upgrade() {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n";
    }

    @BeforeEach
    void start() throws Exception {
        node = new FaultyNode(folder, """
                origins:
                  site: { targets: [ { url: "http://127.0.0.1:%d" } ] }
                  sockets: { targets: [ { url: "http://127.0.0.1:%d" } ] }
                sites:
                  - name: shop
                    hosts: ["*"]
                    routes:
                      - { match: { path: "/phases/**" }, origin: site, cache: standard, functions: [ { use: test-every-phase } ] }
                      - { match: { path: /buffered }, origin: site, cache: standard, functions: [ { use: test-buffered-page } ] }
                      - { match: { path: /page }, origin: site, cache: standard, functions: [ { use: test-fragment-page } ] }
                      - { match: { path: /ws }, origin: sockets }
                      - { origin: site, cache: standard }
                """.formatted(origin.port(), origin.socketsPort()));
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
        origin.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void who_waits_is_told_and_the_next_is_served(Way way) throws Exception {
        // What the first request costs is no delay of those that follow.
        node.ask(way.head().formatted("?first"), way.content());
        for (int call = 1; call <= MOST_CALLS; call += way.stride()) {
            String query = "?" + call;
            if (!way.prepare().isEmpty()) {
                assertThat(node.ask(way.prepare().formatted(query), "")).startsWith("HTTP/1.1 200 ");
            }
            node.arm(call, NoClassDefFoundError::new);
            List<String> answers = node.askAtOnce(3, way.head().formatted(query), way.content());
            String where = node.disarm();
            assertThat(answers).as("call %d, %s", call, where).doesNotContain("nothing in time");
            assertThat(node.ask(way.head().formatted(query), way.content()))
                    .as("after call %d, %s", call, where)
                    .matches("HTTP/1.1 (101|200|206|304) .*");
            node.nothingStaysOpen("after call " + call + ", " + where);
            if (where == null) {
                return;
            }
        }
    }
}
