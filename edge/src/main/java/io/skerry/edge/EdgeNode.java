package io.skerry.edge;

import com.github.benmanes.caffeine.cache.Ticker;
import io.skerry.cache.collapse.RequestCollapser;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.tiered.PurgeSweeper;
import io.skerry.edge.accesslog.AccessLog;
import io.skerry.edge.admin.AdminServer;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.explain.Explainer;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.GenerationBuilder;
import io.skerry.edge.generation.GenerationException;
import io.skerry.edge.generation.Places;
import io.skerry.edge.metrics.EdgeMetrics;
import io.skerry.edge.pipeline.Pipelines;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.functions.runtime.FunctionExecutors;
import io.skerry.functions.runtime.FunctionMemory;
import io.skerry.origin.LoopMark;
import io.skerry.origin.OriginClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: everything a routes file asks for, opened in order, and closed in the reverse order.
 *
 * <p>Started and stopped on a thread that may block; everything between is the business of its parts.
 */
public final class EdgeNode {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    private final RoutesFile file;
    private final NodeOptions options;
    private final AnchoredClock clock = new AnchoredClock();
    private final AtomicReference<@Nullable Generation> generation = new AtomicReference<>();
    private final OpenParts parts;
    private final EdgeMetrics metrics = new EdgeMetrics();
    private volatile boolean draining;
    private @Nullable CacheFolder folder;
    private @Nullable NodeCluster cluster;
    private @Nullable OpenListeners listeners;
    private @Nullable AdminServer admin;

    private EdgeNode(RoutesFile file, NodeOptions options) {
        this.file = file;
        this.options = options;
        this.parts =
                new OpenParts(file.server().timeouts().drain().plus(LAST_CALLS).plusSeconds(5));
    }

    /**
     * Starts a node; blocks until it listens.
     *
     * @param file checked
     * @throws NodeStartException if it cannot start, with one line that says why; whatever was opened is closed again
     */
    public static EdgeNode start(RoutesFile file, NodeOptions options) throws NodeStartException {
        EdgeNode node = new EdgeNode(file, options);
        try {
            node.open();
            return node;
        } catch (NodeStartException | RuntimeException failed) {
            node.stop();
            throw failed;
        } catch (Error failed) {
            node.stop();
            throw new NodeStartException(failed.toString(), failed);
        }
    }

    private void open() throws NodeStartException {
        parts.opened(metrics::close);
        parts.opened(SuspendWatch.start(clock::slept)::close);
        MemoryBudget memory = NodeMemory.open(file.storage());
        CacheFolder opened = openFolder(memory);
        NodeCluster joined = NodeCluster.of(file.cluster(), opened);
        cluster = joined;
        parts.opened(joined::close);
        ExchangeListener told = told();
        NetworkTransport transport = NetworkTransport.chosen();
        Vertx vertx = transport.vertx(new VertxOptions().setAddressResolverOptions(OriginClient.names()));
        parts.opened(() -> parts.await(vertx.close()));

        ContentCodings codings = ContentCodings.start(eventLoops(), memory);
        parts.opened(codings::close);
        PipelineParts line = new PipelineParts(
                opened.store(),
                opened.purges(),
                new RequestCollapser(opened.purges(), Ticker.systemTicker()),
                clock,
                codings,
                memory,
                told,
                metrics,
                LoopMark.of(HexFormat.of().toHexDigits(new SecureRandom().nextLong())));
        Pipelines pipelines = Pipelines.of(line, this::current);
        generation.set(build(vertx, pipelines, memory));
        parts.opened(() -> parts.await(current().closeOrigins(LAST_CALLS)));
        NodePurges purges = NodePurges.of(this, vertx, opened);
        parts.opened(purges::close);
        OpenListeners listening = OpenListeners.open(
                vertx, file, new PublicPurges(pipelines.clients(), this::current, purges.api()), clock);
        listeners = listening;
        Explainer explainer = new Explainer(line, this::current, pipelines.unstored());
        admin = NodeAdmin.start(this, vertx, new NodeAdmin.Parts(opened, purges, explainer));
        AdminServer started = admin;
        parts.opened(() -> parts.await(started.close()));
        // Before the admin listener closes: probes see a node that drains, and then none.
        parts.opened(() -> drain(listening));
        NodeMeters.watch(metrics, this, opened);
        listening.watch(metrics);
        metrics.watchConnections("admin", started::openConnections);
        metrics.watchCodings(codings::stats);
        LOG.info("listening on {}, admin on {}, by {}", listening.text(), adminPort(), transport.text());
    }

    private CacheFolder openFolder(MemoryBudget memory) throws NodeStartException {
        CacheFolder opened = CacheFolder.open(file.storage(), tagCase(), clock, memory);
        folder = opened;
        parts.opened(opened.purges()::close);
        parts.opened(() -> parts.await(Future.fromCompletionStage(opened.store().close())));
        PurgeSweeper sweeper = PurgeSweeper.start(opened.store(), opened.purges(), clock, PurgeSweeper.Pace.USUAL);
        parts.opened(sweeper::close);
        return opened;
    }

    /** Who is told of each exchange: the metrics always, the access log unless the file turns it off. */
    private ExchangeListener told() {
        return switch (file.server().accessLog()) {
            case OFF -> metrics;
            case STDOUT -> {
                AccessLog log = AccessLog.start(options.accessLog(), options.style());
                parts.opened(log::close);
                metrics.watchAccessLog(log::written, log::dropped);
                yield exchange -> {
                    metrics.ended(exchange);
                    log.ended(exchange);
                };
            }
        };
    }

    private Generation build(Vertx vertx, Pipelines pipelines, MemoryBudget memory) throws NodeStartException {
        FunctionExecutors executors = new FunctionExecutors(
                FunctionExecutors.Limits.forProcessors(Runtime.getRuntime().availableProcessors()));
        NodeFunctionServices services = new NodeFunctionServices(
                pipelines.functions(),
                options.folder(),
                new MeteredFunctions(metrics.functions()),
                executors,
                new FunctionMemory(memory));
        parts.opened(services::close);
        metrics.functions().watchQueue("cpu", executors::computeWaiting);
        metrics.functions().watchQueue("blocking", executors::blockingRunning);
        Places places = places();
        GenerationBuilder builder =
                new GenerationBuilder(vertx, clock, InstalledFunctions.catalog(), services, eventLoops());
        try {
            Generation built = builder.build(1, file, places);
            parts.opened(() -> built.functions().stop());
            return built;
        } catch (GenerationException failed) {
            throw new NodeStartException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private Places places() throws NodeStartException {
        if (file.geo().isEmpty()) {
            return Places.NONE;
        }
        GeoPlaces places = GeoPlaces.open(file.geo().get());
        parts.opened(places::close);
        metrics.watchGeo(places::age, places::failures);
        return places;
    }

    private TagCase tagCase() {
        return file.tags().caseInsensitive() ? TagCase.INSENSITIVE : TagCase.SENSITIVE;
    }

    static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    static <T> T started(Future<T> starting, String failure) throws NodeStartException {
        try {
            return starting.toCompletionStage().toCompletableFuture().get(START_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new NodeStartException(failure + ": " + cause.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeStartException(failure + ": interrupted", interrupted);
        }
    }

    /** The generation in force. */
    Generation current() {
        Generation now = generation.get();
        if (now == null) {
            throw new IllegalStateException("the node has not started");
        }
        return now;
    }

    EdgeMetrics metrics() {
        return metrics;
    }

    NodeCluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("the node has not started");
        }
        return cluster;
    }

    InstantSource clock() {
        return clock;
    }

    /** The port of the plain listener. */
    public int httpPort() {
        return listeners == null ? 0 : listeners.httpPort();
    }

    /** The port of the encrypted listener, if there is one. */
    public OptionalInt httpsPort() {
        return listeners == null ? OptionalInt.empty() : listeners.httpsPort();
    }

    /** The port of the admin listener. */
    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    /** What is stored, and what is open: after all requests have ended, no lease and no sink is. */
    public StoreStats storeStats() {
        if (folder == null) {
            throw new IllegalStateException("the node has not started");
        }
        return folder.store().stats();
    }

    /** Whether it has stopped accepting, and lets what is in flight finish. */
    boolean draining() {
        return draining;
    }

    /** Stops: no new connections, what is in flight has the file's drain time, then everything is closed. Blocks. */
    public void stop() {
        parts.close();
    }

    private void drain(OpenListeners listening) {
        draining = true;
        parts.await(listening.drain(file.server().timeouts().drain()));
    }
}
