package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.purgeapi.PurgeTargets;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.PurgeNodes;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.delivery.SingleNode;
import io.skerry.purgeapi.feed.FeedPage;
import io.skerry.purgeapi.feed.FeedRecord;
import io.skerry.purgeapi.inventory.Inventory;
import io.skerry.purgeapi.inventory.Sample;
import io.skerry.purgeapi.inventory.Tally;
import io.skerry.purgeapi.limit.Allowance;
import io.skerry.purgeapi.limit.CallLimits;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.AdminTokens;
import io.skerry.purgeapi.token.TokenHash;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real socket, over a purge log in memory, two sites and whatever nodes a test wants. */
final class ApiUnderTest {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final AdminTokens TOKENS = new AdminTokens(List.of(
            AdminToken.unrestricted("root", TokenHash.of("root-secret")),
            new AdminToken(
                    "blog",
                    TokenHash.of("blog-secret"),
                    Set.of(TokenScope.PURGE_TAG, TokenScope.PURGE_URL, TokenScope.READ),
                    Set.of("blog"),
                    Optional.empty()),
            new AdminToken(
                    "weak", TokenHash.of("weak-secret"), Set.of(TokenScope.PURGE_HOST), Set.of(), Optional.empty())));

    private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx().exceptionHandler(unhandled::add);
    private final PurgeLog log = PurgeLog.inMemory(InstantSource.fixed(NOON));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<List<PurgeSelector>> purged = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> turnedAway = Collections.synchronizedList(new ArrayList<>());
    private final ListAppender<ILoggingEvent> audit = new ListAppender<>();
    private final List<FeedRecord> journal = Collections.synchronizedList(new ArrayList<>());
    private final List<WeakReference<HttpServerRequest>> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private Function<PurgeNodes, PurgeNodes> nodes = local -> local;
    private Allowance calls = new Allowance(1, 1_000);
    private volatile Tally tally = new Tally.Counted(
            37,
            4_194_304,
            12,
            Tally.Precision.EXACT,
            List.of(new Sample("https://shop.example/p", "accept-language=de", 1_024, List.of("a", "b"), 17)));
    private volatile PurgeReceipt.@Nullable RefusedReason refusal;
    private volatile boolean feedBroken;
    private int port;

    /** Puts something between the API and this node. */
    ApiUnderTest nodes(Function<PurgeNodes, PurgeNodes> wrapped) {
        nodes = wrapped;
        return this;
    }

    ApiUnderTest calls(Allowance allowance) {
        calls = allowance;
        return this;
    }

    void start() throws Exception {
        audit.start();
        Logger lines = (Logger) LoggerFactory.getLogger("skerry.audit");
        lines.setAdditive(false);
        lines.addAppender(audit);
        PurgeNodes local = this::deliver;
        PurgeParts parts = new PurgeParts(nodes.apply(local), new Stored(), this::feed, Sites::new, new Recorder());
        CallerGate gate = new CallerGate(
                (field, address) -> TOKENS.authenticate(field, address, NOON),
                new CallLimits(calls, new Allowance(1, 20), nanos::get));
        PurgeApi handler =
                new PurgeApi(parts, gate, new Gateway("test", List.of("CDN-Cache-Control")), InstantSource.fixed(NOON));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.add(new WeakReference<>(request));
                    handler.handle(request);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    private CompletionStage<Delivery> deliver(PurgeOrder order) {
        return new SingleNode("edge-1", this::purge).deliver(order);
    }

    private CompletionStage<PurgeReceipt> purge(List<PurgeSelector> selectors, PurgeMode mode) {
        PurgeReceipt.RefusedReason reason = refusal;
        if (reason != null) {
            return CompletableFuture.completedFuture(new PurgeReceipt.Refused(reason));
        }
        return log.purge(selectors, mode).thenApply(receipt -> {
            if (receipt instanceof PurgeReceipt.InForce inForce) {
                journal.add(new FeedRecord(inForce.seq(), inForce.id().toString(), NOON, mode, selectors));
            }
            return receipt;
        });
    }

    private CompletionStage<FeedPage> feed(long since, int most) {
        if (feedBroken) {
            return CompletableFuture.failedFuture(new IOException("unreadable"));
        }
        List<FeedRecord> records = journal.stream()
                .filter(record -> record.seq() > since)
                .limit(most)
                .toList();
        long last = records.isEmpty() ? since : records.getLast().seq();
        return CompletableFuture.completedFuture(new FeedPage(records, 1, last, journal.size()));
    }

    void refuseWith(PurgeReceipt.@Nullable RefusedReason reason) {
        refusal = reason;
    }

    void breakFeed() {
        feedBroken = true;
    }

    void finds(Tally found) {
        tally = found;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    PurgeLog log() {
        return log;
    }

    HttpClient client() {
        return client;
    }

    List<List<PurgeSelector>> purged() {
        return purged;
    }

    List<Integer> statuses() {
        return statuses;
    }

    /** Those that have arrived, as far as anybody keeps them. */
    List<WeakReference<HttpServerRequest>> requests() {
        return requests;
    }

    List<String> turnedAway() {
        return turnedAway;
    }

    List<ILoggingEvent> audit() {
        return audit.list;
    }

    int port() {
        return port;
    }

    HttpRequest.Builder request(String token) {
        return request(token, "/purge");
    }

    HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A native body, with further fields by alternating names and values. */
    HttpResponse<String> send(String token, String body, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(token)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
        return send(fields.length == 0 ? request : request.headers(fields));
    }

    HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return send(request(token, path).GET());
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    void close() throws Exception {
        ((Logger) LoggerFactory.getLogger("skerry.audit")).detachAppender(audit);
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        log.close();
        assertThat(unhandled).isEmpty();
    }

    private final class Stored implements Inventory {
        @Override
        public CompletionStage<Tally> count(List<PurgeSelector> selectors) {
            return CompletableFuture.completedFuture(tally);
        }

        @Override
        public CompletionStage<Tally> inspect(List<PurgeSelector> selectors, Duration limit) {
            return CompletableFuture.completedFuture(tally);
        }
    }

    /** Two sites; the hosts of the shop share what is stored. */
    private static final class Sites implements PurgeTargets {
        @Override
        public List<PurgeSelector.Url> resolve(TargetUri url, QueryMatch queryMatch) {
            return switch (url.authority()) {
                case "shop.example", "www.shop.example" ->
                    List.of(new PurgeSelector.Url(
                            new TargetUri(url.scheme(), "shop.example", url.path(), url.query()),
                            queryMatch,
                            Optional.of("shop")));
                case "blog.example" -> List.of(new PurgeSelector.Url(url, queryMatch, Optional.of("blog")));
                default -> List.of();
            };
        }

        @Override
        public Set<String> storedHosts(String host) {
            return host.equals("www.shop.example") ? Set.of(host, "shop.example") : Set.of(host);
        }

        @Override
        public boolean knowsSite(String name) {
            return name.equals("shop") || name.equals("blog");
        }
    }

    private final class Recorder implements PurgeEvents {
        @Override
        public void applied(List<PurgeSelector> selectors, PurgeMode mode) {
            purged.add(selectors);
        }

        @Override
        public void matched(long objects) {}

        @Override
        public void complete(Duration took) {}

        @Override
        public void turnedAway(String reason) {
            turnedAway.add(reason);
        }

        @Override
        public void answered(int status) {
            statuses.add(status);
        }
    }
}
