package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.skerry.cache.collapse.RequestCollapser;
import io.skerry.cache.memory.MemoryBudget;
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
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
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
import io.skerry.functions.runtime.FunctionServices;
import io.skerry.origin.LoopMark;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever throws on the way of a request, everybody who waits is told soon, nothing stays open, and the next request is served. */
class FaultyLineTest {

    private static final int SOON_MILLIS = 4_000;
    /** Longer than the way of one request and of those that wait with it. */
    private static final int MOST_CALLS = 400;

    @TempDir
    private Path folder;

    private final Faults faults = new Faults();
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpServer origin;
    private CacheFolder cache;
    private RequestCollapser collapser;
    private Generation generation;
    private EdgeServer server;

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
        ReadResult read = RoutesFileReader.read(
                """
                version: 1
                storage: { memory: 16MB, disk: { path: %s, size: 64MB } }
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """.formatted(folder.resolve("cache"), origin.getAddress().getPort()),
                "test",
                new FunctionSettingsCatalogue(Map.of()));
        var file = ((ReadResult.Loaded) read).file();
        MemoryBudget memory = MemoryBudget.unbounded();
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
        FunctionServices none = (FunctionServices) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FunctionServices.class}, (_, _, _) -> null);
        generation = new GenerationBuilder(
                        vertx,
                        faults.clock(),
                        FunctionCatalog.discover(getClass().getClassLoader()),
                        none,
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
        origin.stop(0);
    }

    /** What the line holds of the store throws as well. */
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
            String target = path + "?" + name + call;
            if (path.equals("/old")) {
                assertThat(get(target)).as(target).startsWith("HTTP/1.1 200 ");
            }
            faults.arm(call, thrown);
            List<String> answers;
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<java.util.concurrent.Future<String>> asked = IntStream.range(0, 3)
                        .mapToObj(_ -> clients.submit(() -> get(target)))
                        .toList();
                answers = new ArrayList<>();
                for (var one : asked) {
                    answers.add(one.get());
                }
            }
            String where = faults.disarm();
            assertThat(answers).as("call %d, %s", call, where).doesNotContain("nothing in time");
            assertThat(get(target)).as("after call %d, %s", call, where).startsWith("HTTP/1.1 200 ");
            nothingStaysOpen(call, where);
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

    private void nothingStaysOpen(int call, @Nullable String where) {
        await("after call " + call + ", " + where)
                .atMost(SOON_MILLIS, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    assertThat(collapser.size()).as("flights").isZero();
                    assertThat(cache.store().stats().openSinks()).as("sinks").isZero();
                    assertThat(cache.store().stats().openLeases()).as("leases").isZero();
                });
    }

    /** Status line and the number of bytes behind it, or how it did not end. */
    private String get(String target) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(SOON_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] all = in.readAllBytes();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            return text.lines().findFirst().orElse("closed") + " " + all.length;
        } catch (SocketTimeoutException late) {
            return "nothing in time";
        } catch (IOException broken) {
            return "broken";
        }
    }

    private static <T> T settled(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
