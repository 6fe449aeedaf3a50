package io.skerry.benchmarks.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code skerry run} in a JVM of its own, in a folder of its own: killed and started again on the same ports and files. One
 * thread drives it.
 *
 * <p>The tests of {@code edge} have a smaller one, {@code ForkedEdge}: they come before this module and cannot see it, and what runs
 * here is not built with tests on its class path.
 */
final class EdgeProcess implements AutoCloseable {

    private static final Duration START_TIME = Duration.ofMinutes(10);
    private static final long LOOK_NANOS = 5_000_000;

    private final Path folder;
    private final int port = freePort();
    private final int securePort = freePort();
    private final int adminPort = freePort();
    private List<String> wrapper = List.of();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private @Nullable Process process;

    /**
     * An edge that has not been started.
     *
     * @param folder of its routes file and its log
     * @param listeners what it offers clients
     * @param storage the block {@code storage} of the routes file, in braces
     * @param originUrl what it stands in front of
     */
    EdgeProcess(Path folder, Listeners listeners, String storage, String originUrl)
            throws IOException, InterruptedException {
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(folder);
        Files.writeString(routesFile(), """
                version: 1
                server:
                  http: { address: 127.0.0.1, port: %d }
                %s
                  admin: { address: "127.0.0.1:%d" }
                storage: %s
                origins: { telling: { targets: [ { url: "%s" } ] } }
                sites: [ { hosts: ["*"], routes: [ { origin: telling, cache: standard } ] } ]
                """.formatted(port, secure(listeners), adminPort, storage, originUrl));
    }

    private String secure(Listeners listeners) throws IOException, InterruptedException {
        return switch (listeners) {
            case PLAIN -> "";
            case BOTH -> {
                SelfSigned certificate = SelfSigned.in(folder);
                yield "  https: { address: 127.0.0.1, port: %d, certificates: [ { cert: { file: \"%s\" }, key: { file: \"%s\" } } ] }"
                        .formatted(securePort, certificate.chain(), certificate.key());
            }
        };
    }

    /** What clients may speak. */
    enum Listeners {
        PLAIN,
        /** HTTP/2 over TLS as well; needs {@code openssl}. */
        BOTH
    }

    /** Another one on the same cache folder, with ports and a routes file of its own. */
    EdgeProcess beside(String originUrl) throws IOException, InterruptedException {
        String storage = "{ memory: 16MB, disk: { path: \"" + cache() + "\", size: 120MB } }";
        return new EdgeProcess(folder.resolve("beside"), Listeners.PLAIN, storage, originUrl);
    }

    int port() {
        return port;
    }

    /** Where HTTP/2 is spoken. */
    int securePort() {
        return securePort;
    }

    /** Puts words before its command from now on, such as {@code fiu-run -x}. */
    void wrap(List<String> words) {
        wrapper = List.copyOf(words);
    }

    /** Starts it; does not wait. */
    void start() throws IOException {
        process = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts it and waits until it says that it is ready; returns how long that took. */
    Duration startAndWait() throws IOException {
        long begun = System.nanoTime();
        start();
        while (!isReady()) {
            if (!isAlive() || System.nanoTime() - begun > START_TIME.toNanos()) {
                throw new IllegalStateException("not ready; see " + log());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    long pid() {
        return Objects.requireNonNull(process).pid();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Ends it as {@code kill} does; the exit code. */
    int terminate() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        return awaitExit(60);
    }

    /** Waits for its end; the exit code. */
    int awaitExit(long seconds) throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        if (!running.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + seconds + " s");
        }
        return running.exitValue();
    }

    boolean isReady() {
        try {
            return admin("/ready").statusCode() == 200;
        } catch (UncheckedIOException notListening) {
            return false;
        }
    }

    /** The sum of a metric's series whose line contains {@code label}. */
    double metric(String name, String label) {
        return admin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    double metric(String name) {
        return metric(name, "");
    }

    /** Purges paths; whether that was acknowledged. */
    boolean purge(List<String> paths) {
        StringBuilder files = new StringBuilder();
        for (String path : paths) {
            files.append(files.isEmpty() ? "" : ",")
                    .append("\"http://127.0.0.1:")
                    .append(port)
                    .append(path)
                    .append("\",\"https://127.0.0.1:")
                    .append(securePort)
                    .append(path)
                    .append('"');
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/purge"))
                    .timeout(Duration.ofSeconds(10))
                    .header(
                            "Authorization",
                            "Bearer "
                                    + Files.readString(cache().resolve("admin-token"))
                                            .strip())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"files\":[" + files + "]}"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException failed) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The cache folder, if {@code storage} names {@code ./cache}. */
    Path cache() {
        return folder.resolve("cache");
    }

    /** Everything that it has printed. */
    Path log() {
        return folder.resolve("edge.log");
    }

    private Path routesFile() {
        return folder.resolve("skerry.yaml");
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
        Path home = Path.of(System.getProperty("skerry.home", ".")).toAbsolutePath();
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("edge/jvm.options"));
        command.addAll(
                List.of(System.getProperty("skerry.edgeOptions", "-Xmx512m").split(" ")));
        command.addAll(List.of("-Dskerry.log.level=INFO", "-Dskerry.home=" + home));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.skerry.edge.cli.Main"));
        command.addAll(List.of("run", "-c", routesFile().toString()));
        return command;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        http.shutdownNow();
        http.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
