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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An edge on whose way of requests something throws when it is told to, and the client that asks it. */
final class FaultyNode {

    private static final int SOON_MILLIS = 4_000;

    private final Faults faults = new Faults();
    private final MemoryBudget memory = MemoryBudget.unbounded();
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CacheFolder cache;
    private final RequestCollapser collapser;
    private final Generation generation;
    private final EdgeServer server;

    /**
     * Starts one with all the functions there are.
     *
     * @param folder for its files
     * @param routes the routes file, with {@code storage} left out
     */
    FaultyNode(Path folder, String routes) throws Exception {
        ReadResult read = RoutesFileReader.read(
                """
                version: 1
                storage: { memory: 16MB, disk: { path: %s, size: 64MB } }
                %s""".formatted(folder.resolve("cache"), routes), "test", InstalledFunctions.settings());
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
                        InstalledFunctions.catalog(),
                        faults.of(FunctionServices.class, services, UnaryOperator.identity()),
                        1)
                .build(1, file, Places.NONE);
        current.set(generation);
        server = settled(EdgeServer.listen(
                vertx, ListenerSettings.plain("127.0.0.1", 0), pipelines.clients(), faults.clock(), 1));
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

    /** The call of this number from now on throws. */
    void arm(int call, Function<String, Throwable> thrown) {
        faults.arm(call, thrown);
    }

    /** What threw since, or null if there were fewer calls; nothing does any more. */
    @Nullable
    String disarm() {
        return faults.disarm();
    }

    /** Asks several times at once. */
    List<String> askAtOnce(int times, String head, String content) throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<String>> asked = IntStream.range(0, times)
                    .mapToObj(_ -> clients.submit(() -> ask(head, content)))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (var one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    /**
     * Status line of the answer and its length, or how it did not end.
     *
     * @param head of the request: method and target, a line feed, further lines with CR and LF
     */
    String ask(String head, String content) {
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

    /** Waits until all that requests hold has been given back. */
    void nothingStaysOpen(String when) {
        await(when)
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

    /** Ends it. */
    void stop() throws Exception {
        settled(vertx.close());
        for (AutoCloseable part : open) {
            part.close();
        }
        cache.store().close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        cache.purges().close();
    }
}
