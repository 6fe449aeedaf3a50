package io.skerry.edge.scenario;

import static org.awaitility.Awaitility.await;

import io.skerry.edge.oracle.OracleOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An edge in a JVM of its own, in front of the oracle's origin: {@code skerry run} with the flags of every Skerry process. It can
 * be killed and started again on the same folder and ports.
 */
final class ForkedEdge implements AutoCloseable {

    static final List<String> SITES = List.of("a.test", "b.test");

    private static final Duration START_TIME = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = freePort();
    private final int adminPort = freePort();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private @Nullable Process process;

    private ForkedEdge(Path folder) {
        this.folder = folder;
    }

    /** Writes the routes file and starts; returns when the edge is ready. */
    static ForkedEdge start(Path folder, OracleOrigin origin) throws IOException {
        ForkedEdge edge = new ForkedEdge(folder);
        Files.writeString(edge.routesFile(), edge.routes(origin));
        edge.startAgain();
        return edge;
    }

    /** Starts it on what it left behind; returns how long it took to be ready. */
    Duration startAgain() throws IOException {
        long begun = System.nanoTime();
        Process started = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
        process = started;
        try {
            await().atMost(START_TIME)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the edge ended: see below", () -> !started.isAlive())
                    .until(this::isReady);
        } catch (RuntimeException notReady) {
            started.destroyForcibly();
            throw new IllegalStateException("not ready:\n" + Files.readString(output()), notReady);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Ends it as {@code kill} does; gives the exit code. */
    int terminate() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        if (!running.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running a minute after SIGTERM");
        }
        return running.exitValue();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    URI purgeEndpoint() {
        return URI.create("http://127.0.0.1:" + adminPort + "/purge");
    }

    /** The token that the edge made for itself. */
    String token() throws IOException {
        return Files.readString(folder.resolve("cache/admin-token")).strip();
    }

    /** The sum of a metric's series. */
    double metric(String name) {
        return admin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Everything that it has printed; stays after the test, beside the test's report. */
    Path output() {
        return Path.of("target", "edge-on-" + port + ".log").toAbsolutePath();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        http.shutdownNow();
        http.close();
    }

    private boolean isReady() {
        try {
            // Responses on disk are misses until its shards are open; what is asked here is
            // whether they are still there.
            return admin("/ready").statusCode() == 200
                    && admin("/metrics").body().contains("skerry_disk_recovering 0.0");
        } catch (UncheckedIOException notListening) {
            return false;
        }
    }

    private HttpResponse<String> admin(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private List<String> command() {
        Path home = Path.of(System.getProperty("skerry.home", "..")).toAbsolutePath();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("edge/jvm.options"));
        command.addAll(List.of("-Xmx256m", "-Dskerry.log.level=INFO", "-Dskerry.home=" + home));
        command.addAll(List.of("-cp", classes, "io.skerry.edge.cli.Main"));
        command.addAll(List.of("run", "-c", routesFile().toString()));
        return command;
    }

    private Path routesFile() {
        return folder.resolve("skerry.yaml");
    }

    private String routes(OracleOrigin origin) {
        StringBuilder routes = new StringBuilder("""
                version: 1
                server:
                  http: { address: 127.0.0.1, port: %d }
                  admin: { address: "127.0.0.1:%d" }
                storage: { memory: 48MB, disk: { path: ./cache, size: 400MB } }
                origins:
                  oracle: { targets: [ { url: "%s" } ] }
                sites:
                """.formatted(port, adminPort, origin.url()));
        for (String site : SITES) {
            routes.append("  - { name: ")
                    .append(site.charAt(0))
                    .append(", hosts: [ ")
                    .append(site)
                    .append(" ], routes: [ { origin: oracle, cache: standard } ] }\n");
        }
        return routes.toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
