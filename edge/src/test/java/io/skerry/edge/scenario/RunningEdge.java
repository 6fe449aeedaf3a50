package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.EdgeNode;
import io.skerry.edge.NodeOptions;
import io.skerry.edge.NodeStartException;
import io.skerry.edge.accesslog.LogStyle;
import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.functions.runtime.CatalogEntry;
import io.skerry.functions.runtime.FunctionCatalog;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An edge started from a routes file in a folder of its own, with real sockets on free ports of the loopback interface. */
final class RunningEdge implements AutoCloseable {

    static final String SERVER = """
            version: 1
            server: { http: { address: 127.0.0.1, port: 0 }, admin: { address: "127.0.0.1:0" }, trustedProxies: [127.0.0.1/32], timeouts: { drain: 2s } }
            storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
            """;

    private final EdgeNode node;
    private final Path folder;
    private final ByteArrayOutputStream accessLog;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningEdge(EdgeNode node, Path folder, ByteArrayOutputStream accessLog) {
        this.node = node;
        this.folder = folder;
        this.accessLog = accessLog;
    }

    /** Starts an edge in front of an origin; {@code rest} is what the file says besides server and storage. */
    static RunningEdge start(Path folder, String rest) throws IOException, NodeStartException {
        return startFile(folder, SERVER + rest);
    }

    /** Starts an edge from a whole file. */
    static RunningEdge startFile(Path folder, String text) throws IOException, NodeStartException {
        Path file = folder.resolve("skerry.yaml");
        Files.writeString(file, text);
        Map<String, Class<? extends Record>> settings = new HashMap<>();
        FunctionCatalog catalog = FunctionCatalog.discover(RunningEdge.class.getClassLoader());
        catalog.names()
                .forEach(name -> settings.put(
                        name, catalog.find(name).map(CatalogEntry::settings).orElseThrow()));
        ReadResult result = RoutesFileReader.read(file, new FunctionSettingsCatalogue(settings));
        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        EdgeNode node =
                EdgeNode.start(((ReadResult.Loaded) result).file(), new NodeOptions(folder, log, LogStyle.JSON));
        return new RunningEdge(node, folder, log);
    }

    /**
     * Starts an edge in front of an origin that listens for TLS as well, under the certificate of {@link EncryptedClient}.
     *
     * @param timeouts of its server, as the file has them
     */
    static RunningEdge encrypted(Path folder, int originPort, String timeouts) throws IOException, NodeStartException {
        EncryptedClient.certificates(folder, "shop");
        return startFile(folder, """
                version: 1
                server:
                  http: { address: 127.0.0.1, port: 0 }
                  https: { address: 127.0.0.1, port: 0, certificates: [ { cert: { file: shop.crt }, key: { file: shop.key } } ] }
                  admin: { address: "127.0.0.1:0" }
                  timeouts: { %s }
                storage: { memory: 64MB, disk: { path: ./cache, size: 64MB } }
                """.formatted(timeouts) + standard(originPort));
    }

    /** The usual file: one origin, everything cached as standard. */
    static String standard(int originPort) {
        return """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ], timeouts: { connect: 1s, firstByte: 2s, idle: 2s } } }
                sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """.formatted(originPort);
    }

    EdgeNode node() {
        return node;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.httpPort() + path);
    }

    /** A GET through the edge with alternating names and values of fields. */
    HttpResponse<String> get(String path, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A request for a range; for the whole where {@code range} is null. */
    HttpRequest ranged(String path, @Nullable String range) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return (range == null ? request : request.header("Range", range)).build();
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> content)
            throws IOException, InterruptedException {
        return client.send(request, content);
    }

    <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> content) {
        return client.sendAsync(request, content);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Posts a purge body with the generated token; the purge is in force when this returns. */
    HttpResponse<String> purge(String body) throws IOException, InterruptedException {
        return send(admin("/purge")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** What {@code /explain} says of a GET of this path. */
    JsonObject explain(String path) throws IOException, InterruptedException {
        String url = URLEncoder.encode(uri(path).toString(), StandardCharsets.UTF_8);
        return new JsonObject(send(admin("/explain?url=" + url).build()).body());
    }

    private HttpRequest.Builder admin(String path) throws IOException {
        String token = Files.readString(folder.resolve("cache/admin-token")).strip();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + path))
                .header("Authorization", "Bearer " + token);
    }

    String metrics() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics"))
                        .build())
                .body();
    }

    String accessLog() {
        return accessLog.toString(StandardCharsets.UTF_8);
    }

    static String cacheStatus(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    /** Stops it; by then nothing that is stored or on its way into the store may be open. */
    @Override
    public void close() {
        client.close();
        try {
            await().until(() -> node.storeStats().openLeases() == 0);
            await().until(() -> node.storeStats().openSinks() == 0);
        } finally {
            node.stop();
        }
    }
}
