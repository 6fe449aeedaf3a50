package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, one cold URL: who asks the origin, who reads along, and who waits for whom. */
class CollapseScenarioTest {

    private static final String CACHED = "Cache-Control: max-age=60";
    private static final Pattern SINKS_OPEN = Pattern.compile("(?m)^skerry_store_sinks_open (\\S+)$");
    private static final Pattern FILL_BYTES = Pattern.compile("(?m)^skerry_memory_used_bytes\\{use=\"fill\"} (\\S+)$");

    @TempDir
    private Path folder;

    private final GatedOrigin origin = GatedOrigin.start();
    private final List<HerdClient> clients = new ArrayList<>();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 15s, idle: 15s } } }
                cachePolicies: { heeding: { clientRevalidate: true } }
                sites:
                  - name: shop
                    hosts: ["*"]
                    routes: [ { match: { path: /heeded/** }, origin: site, cache: heeding }, { origin: site, cache: standard } ]
                """.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        clients.forEach(HerdClient::close);
        edge.close();
        origin.close();
    }

    @Test
    void herd_on_a_cold_url_makes_one_request_and_everybody_gets_every_byte() throws Exception {
        String content = "0123456789abcdef".repeat(4_096);
        herd(400, "/cold");
        GatedOrigin.Asked asked = origin.next();

        asked.head("200 OK", CACHED, "Content-Length: " + content.length()).write(content);

        for (byte[] received : together(HerdClient::head, HerdClient::rest)) {
            assertThat(new String(received, StandardCharsets.ISO_8859_1)).isEqualTo(content);
        }
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void followers_receive_bytes_while_the_leader_still_does() throws Exception {
        herd(20, "/stream");
        GatedOrigin.Asked asked = origin.next();

        asked.head("200 OK", CACHED, "Content-Length: 10").write("first");

        for (HerdClient client : clients) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.content(5)).asString().isEqualTo("first");
        }
        asked.write("after");
        for (HerdClient client : clients) {
            assertThat(client.rest()).asString().isEqualTo("after");
        }
    }

    @Test
    void follower_that_comes_in_the_middle_begins_at_the_beginning() throws Exception {
        herd(1, "/late");
        GatedOrigin.Asked asked = origin.next();
        asked.head("200 OK", CACHED, "Content-Length: 10").write("first");
        clients.getFirst().head();

        HerdClient late = HerdClient.get(edge.node().httpPort(), "/late");
        clients.add(late);

        assertThat(late.head()).contains("Content-Length: 10");
        assertThat(late.content(5)).asString().isEqualTo("first");
        asked.write("after");
        assertThat(late.rest()).asString().isEqualTo("after");
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void who_comes_in_the_middle_and_demands_a_validation_gets_a_newer_answer() throws Exception {
        herd(1, "/heeded/a");
        GatedOrigin.Asked first = origin.next();
        first.head("200 OK", CACHED, "Content-Length: 3").write("o");
        clients.getFirst().head();

        HerdClient late = HerdClient.get(edge.node().httpPort(), "/heeded/a", "Cache-Control: no-cache");
        clients.add(late);
        origin.next().head("200 OK", CACHED, "Content-Length: 3").write("new");

        late.head();
        assertThat(late.rest()).asString().isEqualTo("new");
        first.write("ld");
        assertThat(clients.getFirst().rest()).asString().isEqualTo("old");
    }

    @Test
    void follower_of_a_range_gets_it_as_soon_as_its_bytes_have_come() throws Exception {
        herd(1, "/part");
        GatedOrigin.Asked asked = origin.next();
        asked.head("200 OK", CACHED, "ETag: \"1\"", "Content-Length: 10").write("01234");
        clients.getFirst().head();

        HerdClient early = HerdClient.get(edge.node().httpPort(), "/part", "Range: bytes=1-3");
        HerdClient across = HerdClient.get(edge.node().httpPort(), "/part", "Range: bytes=4-6");
        HerdClient suffix = HerdClient.get(edge.node().httpPort(), "/part", "Range: bytes=-2");
        clients.addAll(List.of(early, across, suffix));

        assertThat(early.head()).startsWith("HTTP/1.1 206 ").contains("Content-Range: bytes 1-3/10");
        assertThat(early.rest()).asString().isEqualTo("123");
        asked.write("56789");
        assertThat(across.head()).startsWith("HTTP/1.1 206 ").contains("Content-Range: bytes 4-6/10");
        assertThat(across.rest()).asString().isEqualTo("456");
        assertThat(suffix.head()).startsWith("HTTP/1.1 206 ").contains("Content-Range: bytes 8-9/10");
        assertThat(suffix.rest()).asString().isEqualTo("89");
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void slow_follower_slows_nobody_and_holds_bounded_memory() throws Exception {
        int bytes = 12_000_000;
        herd(3, "/big");
        HerdClient slow = clients.getLast();
        GatedOrigin.Asked asked = origin.next();
        String megabyte = "m".repeat(1_000_000);

        Future<?> sending = sending(asked, megabyte, bytes);
        for (HerdClient quick : clients.subList(0, 2)) {
            quick.head();
        }
        for (byte[] received : together(clients.subList(0, 2), HerdClient::rest)) {
            assertThat(received).hasSize(bytes);
        }
        sending.get();

        assertThat(metric(FILL_BYTES)).isLessThan(8_000_000);
        assertThat(slow.head()).startsWith("HTTP/1.1 200 ");
        assertThat(slow.rest()).hasSize(bytes).containsOnly('m');
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void leaders_client_leaving_ends_neither_the_followers_nor_the_fill() throws Exception {
        herd(1, "/left");
        GatedOrigin.Asked asked = origin.next();
        herd(4, "/left");
        asked.head("200 OK", CACHED, "Content-Length: 10").write("first");
        clients.get(0).head();
        clients.get(1).head();

        clients.removeFirst().close();
        asked.write("after");

        clients.get(1).head();
        assertThat(clients.get(0).rest()).asString().isEqualTo("firstafter");
        assertThat(clients.get(1).rest()).asString().isEqualTo("firstafter");
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void fill_that_nobody_reads_any_more_is_finished_and_stored() throws Exception {
        herd(1, "/alone");
        GatedOrigin.Asked asked = origin.next();
        asked.head("200 OK", CACHED, "Content-Length: 10").write("first");
        clients.getFirst().head();

        clients.removeFirst().close();
        asked.write("after");

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> metric(SINKS_OPEN) == 0);
        herd(1, "/alone");
        assertThat(clients.getFirst().head()).contains("Cache-Status: Skerry; hit");
        assertThat(clients.getFirst().rest()).asString().isEqualTo("firstafter");
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void leader_whose_client_leaves_before_the_head_still_answers_its_followers() throws Exception {
        herd(1, "/gone");
        GatedOrigin.Asked asked = origin.next();
        herd(3, "/gone");

        clients.removeFirst().close();
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        GatedOrigin.Asked answered = origin.isIdle() ? asked : origin.next();
        answered.head("200 OK", CACHED, "Content-Length: 4").write("body");

        for (HerdClient client : clients) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).asString().isEqualTo("body");
        }
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void failed_leader_is_replaced_once_and_the_rest_follow_the_replacement() throws Exception {
        herd(20, "/fails");
        GatedOrigin.Asked first = origin.next();
        first.write("this is not HTTP\r\n\r\n");

        origin.next().head("200 OK", CACHED, "Content-Length: 4").write("body");

        int served = 0;
        for (HerdClient client : clients) {
            served += client.head().startsWith("HTTP/1.1 200 ") ? 1 : 0;
        }
        assertThat(served).isEqualTo(19);
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void transfer_that_breaks_off_is_broken_for_everybody_and_stored_for_nobody() throws Exception {
        herd(5, "/breaks");
        GatedOrigin.Asked asked = origin.next();
        asked.head("200 OK", CACHED, "Content-Length: 10").write("first");
        clients.forEach(HerdClient::head);

        asked.out().close();

        for (HerdClient client : clients) {
            assertThat(client.rest()).asString().isEqualTo("first");
        }
        herd(1, "/breaks");
        origin.next().head("200 OK", CACHED, "Content-Length: 2").write("ok");
        clients.getLast().head();
        assertThat(clients.getLast().rest()).asString().isEqualTo("ok");
    }

    @Test
    void followers_of_a_content_that_never_begins_are_served_by_what_takes_its_place() throws Exception {
        herd(20, "/never");
        GatedOrigin.Asked first = origin.next();
        first.head("200 OK", CACHED, "ETag: \"v1\"", "Content-Length: 100000");
        first.out().close();

        origin.next()
                .head("200 OK", CACHED, "ETag: \"v2\"", "Content-Length: 3")
                .write("new");

        List<byte[]> received = together(_ -> {}, HerdClient::rest);
        assertThat(received)
                .filteredOn(answer -> new String(answer, StandardCharsets.ISO_8859_1).endsWith("\r\n\r\nnew"))
                .hasSize(19);
        assertThat(origin.isIdle()).isTrue();
    }

    @Test
    void herd_on_an_uncacheable_url_is_let_go_at_the_first_head_and_the_next_herd_at_once() throws Exception {
        herd(60, "/mine");
        origin.next()
                .head("200 OK", "Cache-Control: no-store", "Content-Length: 3")
                .write("000");

        for (int i = 1; i < 60; i++) {
            origin.next()
                    .head("200 OK", "Cache-Control: no-store", "Content-Length: 3")
                    .write("%03d".formatted(i));
        }

        Set<String> bodies = new HashSet<>();
        for (byte[] received : together(HerdClient::head, HerdClient::rest)) {
            bodies.add(new String(received, StandardCharsets.ISO_8859_1));
        }
        assertThat(bodies).hasSize(60);
        herd(10, "/mine");
        for (int i = 0; i < 10; i++) {
            origin.next(); // none waits for another's answer
        }
    }

    @Test
    void herd_of_several_variants_makes_one_request_for_each() throws Exception {
        List<String> languages = List.of("de", "fr", "it", "es", "pt", "nl");
        for (int i = 0; i < 60; i++) {
            clients.add(HerdClient.get(
                    edge.node().httpPort(), "/page", "X-Language: " + languages.get(i % languages.size())));
        }
        for (int i = 0; i < languages.size(); i++) {
            GatedOrigin.Asked asked = origin.next();
            String language = asked.head().stream()
                    .filter(line -> line.startsWith("X-Language: "))
                    .findFirst()
                    .orElseThrow()
                    .substring(12);
            asked.head("200 OK", CACHED, "Vary: X-Language", "Content-Length: 2")
                    .write(language);
        }

        List<byte[]> received = together(HerdClient::head, HerdClient::rest);
        for (int i = 0; i < received.size(); i++) {
            assertThat(received.get(i)).asString().isEqualTo(languages.get(i % languages.size()));
        }
        assertThat(origin.isIdle()).isTrue();
    }

    private void herd(int size, String path) {
        for (int i = 0; i < size; i++) {
            clients.add(HerdClient.get(edge.node().httpPort(), path));
        }
    }

    private interface Reading {
        byte[] of(HerdClient client);
    }

    private List<byte[]> together(Consumer<HerdClient> first, Reading then) throws Exception {
        return together(clients, client -> {
            first.accept(client);
            return then.of(client);
        });
    }

    private static List<byte[]> together(List<HerdClient> readers, Reading reading) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<byte[]>> tasks = new ArrayList<>();
            readers.forEach(client -> tasks.add(() -> reading.of(client)));
            List<byte[]> all = new ArrayList<>();
            for (Future<byte[]> one : threads.invokeAll(tasks)) {
                all.add(one.get());
            }
            return all;
        }
    }

    private static Future<?> sending(GatedOrigin.Asked asked, String piece, int bytes) {
        FutureTask<?> task = new FutureTask<>(() -> {
            asked.head("200 OK", CACHED, "Content-Length: " + bytes);
            for (int sent = 0; sent < bytes; sent += piece.length()) {
                asked.write(piece);
            }
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private double metric(Pattern pattern) throws Exception {
        Matcher line = pattern.matcher(edge.metrics());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
