package io.skerry.edge.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The switches of the demo's page, under {@value #PREFIX}: what there is, the distance, the request log, and the purge
 * buttons. The page never sees the admin token: it asks here, and this asks the edge's admin listener for exactly the
 * page's own parts. A change needs {@code Content-Type: application/json}, which another site's page cannot send without
 * a preflight that is never granted. Event loop of the origin.
 */
final class DemoControl {
    static final String PREFIX = "/_demo/";
    private static final String UNCACHED = "no-store";

    private final Vertx vertx;
    private final HttpClient client;
    private final DemoSite site;
    private final RequestLog log;
    private final Distance distance;
    private volatile @Nullable Edge edge;

    DemoControl(Vertx vertx, DemoSite site, RequestLog log, Distance distance) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient();
        this.site = site;
        this.log = log;
        this.distance = distance;
    }

    /**
     * The edge in front of this origin.
     *
     * @param admin its admin listener
     * @param tokenFile where it wrote the token it made up
     */
    record Edge(URI admin, Path tokenFile) {}

    void edgeIsUp(Edge started) {
        edge = started;
    }

    Future<Reply> reply(HttpServerRequest request, String body) {
        String target = request.method() + " " + request.path().substring(PREFIX.length());
        return switch (target) {
            case "GET info" -> Future.succeededFuture(Reply.json(200, UNCACHED, info(request)));
            case "GET distance" -> Future.succeededFuture(distanceReply());
            case "GET requests" -> Future.succeededFuture(Reply.json(200, UNCACHED, log.content()));
            case "POST distance", "POST purge" -> change(request, body);
            default -> Future.succeededFuture(Reply.notFound(request.path()));
        };
    }

    private Map<String, Object> info(HttpServerRequest request) {
        return Map.of(
                "origin", "http://127.0.0.1:" + request.localAddress().port(),
                "distanceMillis", distance.current().toMillis(),
                "parts", site.parts(),
                "countries",
                        Arrays.stream(DemoCountry.values())
                                .map(DemoControl::choice)
                                .toList());
    }

    private static Map<String, String> choice(DemoCountry country) {
        return Map.of("code", country.code(), "title", country.title(), "address", country.sampleAddress());
    }

    private Reply distanceReply() {
        return Reply.json(200, UNCACHED, Map.of("millis", distance.current().toMillis()));
    }

    private Future<Reply> change(HttpServerRequest request, String body) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return Future.succeededFuture(Reply.problem(415, "expected application/json"));
        }
        try {
            JsonNode order = JsonMapper.shared().readTree(body);
            return request.path().endsWith("purge") ? purge(request, order) : Future.succeededFuture(move(order));
        } catch (JacksonException notJson) {
            return Future.succeededFuture(Reply.problem(400, "expected JSON"));
        }
    }

    private Reply move(JsonNode order) {
        if (!order.path("millis").isIntegralNumber()) {
            return Reply.problem(400, "expected {\"millis\": a number}");
        }
        distance.moveTo(Duration.ofMillis(order.path("millis").asLong()));
        return distanceReply();
    }

    private Future<Reply> purge(HttpServerRequest request, JsonNode order) {
        String mode = order.path("mode").asString("");
        Edge target = edge;
        if (!mode.equals("hard") && !mode.equals("soft")) {
            return Future.succeededFuture(Reply.problem(400, "expected {\"mode\": \"hard\" or \"soft\"}"));
        }
        if (target == null) {
            return Future.succeededFuture(Reply.problem(503, "no edge stands in front of this origin"));
        }
        Buffer body = Buffer.buffer(JsonMapper.shared()
                .writeValueAsBytes(Map.of("files", partUrls(request), "mode", mode, "reason", "a button of the demo")));
        return vertx.fileSystem()
                .readFile(target.tokenFile().toString())
                .compose(token -> ask(target, token.toString().strip(), body));
    }

    /** The URLs of the page's parts as its visitor knows them; the edge tells under which name it was asked. */
    private List<String> partUrls(HttpServerRequest request) {
        String scheme = request.getHeader("X-Forwarded-Proto");
        String base = (scheme == null ? "http" : scheme) + "://" + request.authority();
        return site.parts().stream()
                .filter(part -> part.kind().isStored())
                .map(part -> base + part.path())
                .toList();
    }

    private Future<Reply> ask(Edge target, String token, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.admin().resolve("/purge").toString())
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/json");
        return client.request(options)
                .compose(asked -> asked.send(body))
                .compose(answer -> answer.body()
                        .map(json -> Reply.json(
                                answer.statusCode(),
                                UNCACHED,
                                JsonMapper.shared().readTree(json.toString()))));
    }
}
