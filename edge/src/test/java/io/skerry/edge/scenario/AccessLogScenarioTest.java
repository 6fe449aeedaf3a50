package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogScenarioTest {

    private static final String FILE = """
            version: 1
            server: { http: { address: 127.0.0.1, port: 0 }, admin: { address: "127.0.0.1:0" }%s }
            storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
            sites: [ { name: shop, hosts: ["*"], routes: [ { respond: { status: 200, body: "here" } } ] } ]
            """;

    @TempDir
    Path folder;

    @Test
    void each_request_leaves_one_line() throws Exception {
        try (RunningEdge edge = RunningEdge.startFile(folder, FILE.formatted(""))) {
            edge.get("/one");
            edge.get("/two");

            await().untilAsserted(
                            () -> assertThat(values("path", edge.accessLog())).containsExactly("/one", "/two"));
        }
    }

    @Test
    void access_log_that_is_off_writes_nothing_and_metrics_count_all_the_same() throws Exception {
        RunningEdge edge = RunningEdge.startFile(folder, FILE.formatted(", accessLog: off"));
        try (edge) {
            assertThat(edge.get("/one").body()).isEqualTo("here");
            await().untilAsserted(() -> assertThat(edge.metrics()).contains("skerry_requests_total{"));
            assertThat(edge.metrics()).doesNotContain("skerry_accesslog");
        }

        // Closed by now: what waited would have been written.
        assertThat(edge.accessLog()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "TRACE"})
    void request_of_http_1_0_is_logged_as_such_whether_it_is_let_in_or_not(String method) throws Exception {
        try (RunningEdge edge = RunningEdge.startFile(folder, FILE.formatted(""))) {
            RawExchange.send(edge.node().httpPort(), method + " / HTTP/1.0\r\nHost: shop.example\r\n\r\n");

            await().untilAsserted(() ->
                    assertThat(values("protocol", edge.accessLog())).containsExactly("http/1.0"));
        }
    }

    private static Stream<String> values(String field, String log) {
        return log.lines().map(line -> line.replaceAll(".*\"" + field + "\":\"([^\"]*)\".*", "$1"));
    }
}
