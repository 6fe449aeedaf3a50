package io.skerry.benchmarks;

import io.skerry.edge.NetworkTransport;
import io.skerry.edge.server.NettyBytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The floor of the comparison: a Vert.x handler that answers every request from a direct buffer and does nothing else. Arguments: a
 * port, a port for TLS, the folder with {@code cert.pem} and {@code key.pem}, and how many contents of 16 KB {@link BareDisk} has
 * (0: it has none).
 */
public final class BareHandler {

    private static final int DISK_BYTES = 16 * 1024;
    private static final Map<String, Integer> SIZES =
            Map.of("1k", 1024, "16k", DISK_BYTES, "256k", 256 * 1024, "10m", 10_000_000);

    private final Map<String, Buffer> bodies = new HashMap<>();
    private final @Nullable BareDisk disk;

    private BareHandler(@Nullable BareDisk disk) {
        this.disk = disk;
        SIZES.forEach((name, bytes) -> bodies.put(name, NettyBytes.wrap(ByteBuffer.allocateDirect(bytes))));
    }

    /** Listens until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        int contents = Integer.parseInt(arguments[3]);
        BareHandler handler = new BareHandler(contents == 0 ? null : new BareDisk(folder, contents, DISK_BYTES));
        Vertx vertx = NetworkTransport.chosen().vertx(new VertxOptions().setEventLoopPoolSize(1));
        PemKeyCertOptions certificate = new PemKeyCertOptions()
                .addCertPath(folder.resolve("cert.pem").toString())
                .addKeyPath(folder.resolve("key.pem").toString());
        Future<?> plain = vertx.httpServerBuilder()
                .with(new HttpServerConfig().setVersions(HttpVersion.HTTP_1_1))
                .build()
                .requestHandler(handler::answer)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1");
        Future<?> secure = vertx.httpServerBuilder()
                .with(new HttpServerConfig().setVersions(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2))
                .with(new ServerSSLOptions().setKeyCertOptions(certificate))
                .with(OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions())
                .build()
                .requestHandler(handler::answer)
                .listen(Integer.parseInt(arguments[1]), "127.0.0.1");
        Future.all(plain, secure).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (disk != null && path.startsWith("/disk/")) {
            disk.answer(request);
            return;
        }
        Buffer body = bodies.get(path.substring(path.lastIndexOf('/') + 1));
        if (body == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response().putHeader("Content-Type", "application/octet-stream").end(body);
    }
}
