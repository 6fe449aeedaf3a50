package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.skerry.cache.collapse.RequestCollapser;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoredResponse;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.exchange.OriginListener;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.GenerationBuilder;
import io.skerry.edge.generation.Places;
import io.skerry.edge.pipeline.Pipelines;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.server.EdgeServer;
import io.skerry.edge.server.ListenerSettings;
import io.skerry.functions.runtime.FunctionCatalog;
import io.skerry.functions.runtime.FunctionExecutors;
import io.skerry.functions.runtime.FunctionMemory;
import io.skerry.functions.runtime.FunctionMetrics;
import io.skerry.functions.runtime.FunctionServices;
import io.skerry.origin.LoopMark;
import io.skerry.origin.OriginClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private static final int SOON_MILLIS = 4_000;
    private static final int MOST_CALLS = 400;

    @TempDir
    private Path folder;

    private final Faults faults = new Faults();
    private final ManyWaysOrigin origin = new ManyWaysOrigin();
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MemoryBudget memory = MemoryBudget.unbounded();
    private CacheFolder cache;
    private RequestCollapser collapser;
    private Generation generation;
    private EdgeServer server;

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
        open.add(origin);
        FunctionCatalog functions = InstalledFunctions.catalog();
        ReadResult read = RoutesFileReader.read(
                """
                version: 1
                storage: { memory: 16MB, disk: { path: %s, size: 64MB } }
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
                """.formatted(folder.resolve("cache"), origin.port(), origin.socketsPort()),
                "test",
                InstalledFunctions.settings());
        var file = ((ReadResult.Loaded) read).file();
        cache = CacheFolder.open(file.storage(), TagCase.SENSITIVE, faults.clock(), memory);
        collapser = new RequestCollapser(cache.purges(), Ticker.systemTicker());
        ContentCodings codings = ContentCodings.start(1, memory);
        open.add(codings);
        ExchangeListener told = _ -> {};
        OriginListener asked = (_, _) -> {};
        PipelineParts parts = new PipelineParts(
                faults.of(CacheStore.class, cache.store(), this::faulty),
                cache.purges(),
                collapser,
                faults.clock(),
                codings,
                memory,
                told,
                faults.of(OriginListener.class, asked, UnaryOperator.identity()),
                LoopMark.of("node"));
        AtomicReference<Generation> current = new AtomicReference<>();
        Pipelines pipelines = Pipelines.of(parts, current::get);
        FunctionExecutors executors = new FunctionExecutors(FunctionExecutors.Limits.forProcessors(2));
        FunctionMetrics meters = (FunctionMetrics) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FunctionMetrics.class}, (_, _, _) -> null);
        NodeFunctionServices services = new NodeFunctionServices(
                pipelines.functions(),
                folder,
                faults.of(FunctionMetrics.class, meters, UnaryOperator.identity()),
                executors,
                new FunctionMemory(memory));
        open.add(services);
        generation = new GenerationBuilder(
                        vertx,
                        faults.clock(),
                        functions,
                        faults.of(FunctionServices.class, services, UnaryOperator.identity()),
                        1)
                .build(1, file, Places.NONE);
        current.set(generation);
        server = settled(EdgeServer.listen(
                vertx, ListenerSettings.plain("127.0.0.1", 0), pipelines.clients(), faults.clock(), 1));
    }

    @AfterEach
    void stop() throws Exception {
        settled(vertx.close());
        for (AutoCloseable part : open) {
            part.close();
        }
        cache.store().close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        cache.purges().close();
    }

    private Object faulty(Object result) {
        return switch (result) {
            case SinkOpening.Open opening ->
                new SinkOpening.Open(faults.of(ResponseSink.class, opening.sink(), this::faulty));
            case Lookup.Found found ->
                new Lookup.Found(faults.of(StoredResponse.class, found.response(), this::faulty));
            case BodyLease lease -> faults.of(BodyLease.class, lease, UnaryOperator.identity());
            case Optional<?> some when some.isPresent() -> Optional.of(faulty(some.get()));
            default -> result;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void who_waits_is_told_and_the_next_is_served(Way way) throws Exception {
        // What the first request costs is no delay of those that follow.
        ask(way.head().formatted("?first"), way.content());
        for (int call = 1; call <= MOST_CALLS; call += way.stride()) {
            String query = "?" + call;
            if (!way.prepare().isEmpty()) {
                assertThat(ask(way.prepare().formatted(query), "")).startsWith("HTTP/1.1 200 ");
            }
            faults.arm(call, NoClassDefFoundError::new);
            List<String> answers;
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<java.util.concurrent.Future<String>> asked = IntStream.range(0, 3)
                        .mapToObj(_ -> clients.submit(() -> ask(way.head().formatted(query), way.content())))
                        .toList();
                answers = new ArrayList<>();
                for (var one : asked) {
                    answers.add(one.get());
                }
            }
            String where = faults.disarm();
            assertThat(answers).as("call %d, %s", call, where).doesNotContain("nothing in time");
            assertThat(ask(way.head().formatted(query), way.content()))
                    .as("after call %d, %s", call, where)
                    .matches("HTTP/1.1 (101|200|206|304) .*");
            nothingStaysOpen(call, where);
            if (where == null) {
                return;
            }
        }
    }

    private void nothingStaysOpen(int call, @Nullable String where) {
        await("after call " + call + ", " + where)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(SOON_MILLIS, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    assertThat(collapser.size()).as("flights").isZero();
                    assertThat(cache.store().stats().openSinks()).as("sinks").isZero();
                    assertThat(cache.store().stats().openLeases()).as("leases").isZero();
                    assertThat(server.connections()).as("connections").isZero();
                    assertThat(generation.origins().values().stream()
                                    .mapToInt(OriginClient::inFlight)
                                    .sum())
                            .as("requests to origins")
                            .isZero();
                    for (Use use : List.of(Use.ENCODERS, Use.DECODERS, Use.BODIES, Use.WORK, Use.OVERFLOW)) {
                        assertThat(memory.bytes(use)).as(use.token()).isZero();
                    }
                });
    }

    private String ask(String head, String content) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(SOON_MILLIS);
            String close = head.contains("Upgrade:") ? "" : "Connection: close\r\n";
            String first = head.replaceFirst("\n", " HTTP/1.1\r\nHost: shop.example\r\n");
            socket.getOutputStream().write((first + close + "\r\n" + content).getBytes(StandardCharsets.US_ASCII));
            if (head.contains("Upgrade:")) {
                String line = line(socket.getInputStream());
                if (!line.startsWith("HTTP/1.1 101")) {
                    return line + " ";
                }
            }
            byte[] all = socket.getInputStream().readAllBytes();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            return (head.contains("Upgrade:")
                            ? "HTTP/1.1 101 "
                            : text.lines().findFirst().orElse("closed")) + " " + all.length;
        } catch (SocketTimeoutException late) {
            return "nothing in time";
        } catch (IOException broken) {
            return "broken";
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
