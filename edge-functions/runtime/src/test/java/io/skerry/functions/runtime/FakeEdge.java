package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.message.TargetUri;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.RouteInfo;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An edge in memory: one event loop, data and pages in maps, recorded metrics. */
final class FakeEdge implements FunctionServices, FunctionMetrics, AutoCloseable {

    /** An origin's answer whose content has not been asked for. */
    static final EdgeResponse PAGE = new EdgeResponse(200, EdgeResponse.of(200).fields(), new Body.Upstream());

    final ExecutorService eventLoop = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("event-loop").factory());
    final FunctionExecutors executors;
    final MemoryBudget budget = new MemoryBudget(Map.of(Use.BODIES, 1L << 20, Use.WORK, 1L << 20));
    final FunctionMemory memory = new FunctionMemory(budget);
    final Map<URI, byte[]> data = new ConcurrentHashMap<>();
    final Map<String, SubAnswer> pages = new ConcurrentHashMap<>();
    final List<FunctionFailure> failures = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    /** What never answers. */
    final Set<URI> silent = ConcurrentHashMap.newKeySet();

    final SnapshotRegistry snapshots = new SnapshotRegistry(this);
    Path folder = Path.of(".");
    /** Whether each host has responses of its own. */
    boolean hostKeyed = true;

    FakeEdge() {
        this(new FunctionExecutors.Limits(1, 4, 2));
    }

    FakeEdge(FunctionExecutors.Limits limits) {
        this(new FunctionExecutors(limits));
    }

    FakeEdge(FunctionExecutors executors) {
        this.executors = executors;
    }

    /** Starts a use of a function and makes a chain of it. */
    RunningFunction running(EdgeFunction function, String id, OnError onError) {
        CatalogEntry entry = CatalogEntry.of(function.getClass(), () -> function);
        try {
            RunningFunction running = RunningFunction.start(
                    entry, new FunctionUse(id, new CatalogEntry.NoSettings(), onError), this, snapshots);
            snapshots.awaitFirstLoads();
            return running;
        } catch (FunctionStartException refused) {
            throw new IllegalStateException(refused);
        }
    }

    FunctionChain chain(EdgeFunction function, OnError onError) {
        return FunctionChain.of(List.of(running(function, "site/route/test", onError)));
    }

    /** Runs something on the event loop, as the edge does, and waits for its stage. */
    <T> T onLoop(java.util.function.Supplier<CompletionStage<T>> call) {
        try {
            return CompletableFuture.supplyAsync(call, eventLoop)
                    .thenCompose(stage -> stage)
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public CompletionStage<byte[]> load(URI url, int maxBytes, Duration timeout) {
        if (silent.contains(url)) {
            return new CompletableFuture<>();
        }
        byte[] found = data.get(url);
        return found == null
                ? CompletableFuture.failedFuture(new IOException("503"))
                : CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletionStage<SubAnswer> fetch(SubRequest request) {
        SubAnswer found = pages.get(request.pathAndQuery());
        if (found instanceof SubAnswer.Answered answered
                && !request.contents().add(answered.fetched().body().bytes().length)) {
            return CompletableFuture.completedFuture(new SubAnswer.Unanswered(new Fetch.Failed("too much at once")));
        }
        return CompletableFuture.completedFuture(
                found == null ? new SubAnswer.Unanswered(new Fetch.Failed("no such page")) : found);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public FunctionMetrics metrics() {
        return this;
    }

    @Override
    public FunctionExecutors executors() {
        return executors;
    }

    @Override
    public FunctionMemory memory() {
        return memory;
    }

    @Override
    public void called(String use, Phase phase, boolean done, long nanos) {
        events.add((done ? "called " : "failed ") + phase.method());
    }

    @Override
    public void slow(String use, Phase phase, long nanos) {
        events.add("slow " + phase.method());
    }

    @Override
    public void failed(FunctionFailure failure) {
        failures.add(failure);
    }

    @Override
    public void added(String use, String counter, long amount) {
        events.add(counter + " +" + amount);
    }

    @Override
    public void snapshotLoaded(String name) {
        events.add("loaded " + name);
    }

    @Override
    public void snapshotFailed(String name) {
        events.add("not loaded " + name);
    }

    @Override
    public void close() {
        snapshots.close();
        executors.close();
        eventLoop.shutdownNow();
    }

    /** A request for {@code https://shop.example/page} from Germany. */
    ExchangeState request() {
        return new ExchangeState(new Inputs(0));
    }

    ExchangeState requestAtDepth(int depth) {
        return new ExchangeState(new Inputs(depth));
    }

    private final class Inputs implements ExchangeInputs, EdgeRequest {

        private final int depth;

        private Inputs(int depth) {
            this.depth = depth;
        }

        @Override
        public String requestId() {
            return "r-1";
        }

        @Override
        public EdgeRequest request() {
            return this;
        }

        @Override
        public RouteInfo route() {
            return new RouteInfo("site", "route", Map.of("file", "a%2Fb.jpg"));
        }

        @Override
        public GeoPlace place() {
            return new GeoPlace("DE", "BE", "");
        }

        @Override
        public boolean isKeyed(VariantInput input) {
            return input.name().equals("keyed");
        }

        @Override
        public boolean isHostKeyed() {
            return hostKeyed;
        }

        @Override
        public TargetUri resolve(String pathAndQuery) {
            return uri(pathAndQuery);
        }

        @Override
        public Executor eventLoop() {
            return eventLoop;
        }

        @Override
        public int depth() {
            return depth;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String host() {
            return "shop.example";
        }

        @Override
        public String path() {
            return "/page";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.of("header " + name);
        }

        @Override
        public Optional<String> cookie(String name) {
            return Optional.of("cookie " + name);
        }

        @Override
        public Optional<String> queryParameter(String name) {
            return Optional.empty();
        }
    }

    static TargetUri uri(String path) {
        return new TargetUri("https", "shop.example", path, "");
    }
}
