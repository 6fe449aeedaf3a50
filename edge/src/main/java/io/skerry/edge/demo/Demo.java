package io.skerry.edge.demo;

import io.skerry.edge.EdgeNode;
import io.skerry.edge.InstalledFunctions;
import io.skerry.edge.NodeOptions;
import io.skerry.edge.NodeStartException;
import io.skerry.edge.accesslog.LogStyle;
import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The running demo: an origin at a simulated distance, and an edge of the ordinary kind in front of it. */
public final class Demo {
    private final String host;
    private final DemoFolder folder;
    private final DemoOrigin.Started origin;
    private final EdgeNode node;

    private Demo(String host, DemoFolder folder, DemoOrigin.Started origin, EdgeNode node) {
        this.host = host;
        this.folder = folder;
        this.origin = origin;
        this.node = node;
    }

    /**
     * Starts both; blocks until they listen.
     *
     * @throws NodeStartException when a port is taken or the folder cannot be used; its message says which
     */
    public static Demo start(DemoOptions options) throws NodeStartException {
        InstantSource clock = InstantSource.system();
        DemoOrigin.Started origin = startOrigin(options, clock);
        try {
            DemoFolder folder = new DemoFolder(options.folder().toAbsolutePath());
            folder.write(options, origin.port(), clock.instant());
            EdgeNode node = startEdge(folder);
            Demo demo = new Demo(host(options.address()), folder, origin, node);
            origin.edgeIsUp(new DemoControl.Edge(demo.admin(), folder.tokenFile()));
            return demo;
        } catch (IOException unwritable) {
            origin.stop();
            throw new NodeStartException(
                    "cannot write the demo's folder " + options.folder() + ": " + unwritable, unwritable);
        } catch (NodeStartException | RuntimeException refused) {
            origin.stop();
            throw refused;
        }
    }

    private static DemoOrigin.Started startOrigin(DemoOptions options, InstantSource clock) throws NodeStartException {
        int port = options.ports().origin();
        try {
            return DemoOrigin.start(port, options.distance(), Photos.drawInBackground(), clock)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw new NodeStartException(
                    "the demo's origin cannot listen on 127.0.0.1:" + port
                            + "; is it in use? Choose another with --origin-port",
                    failed);
        }
    }

    private static EdgeNode startEdge(DemoFolder folder) throws NodeStartException, IOException {
        EdgeNode node = EdgeNode.start(
                read(folder.nextRoutesFile()), new NodeOptions(folder.path(), System.out, LogStyle.CONSOLE));
        try {
            folder.isRunning();
            return node;
        } catch (IOException unwritable) {
            node.stop();
            throw unwritable;
        }
    }

    private static RoutesFile read(Path file) throws NodeStartException {
        return switch (RoutesFileReader.read(file, InstalledFunctions.settings())) {
            case ReadResult.Loaded loaded -> loaded.file();
            case ReadResult.Refused(List<Problem> problems) ->
                // What differs from the file that the tests read are the addresses.
                throw new NodeStartException("the demo cannot run with these addresses:\n"
                        + ReportFormat.TEXT.render(problems).strip());
        };
    }

    /** What a browser on this machine asks for when the shop is served on an address. */
    static String host(String address) {
        return switch (address) {
            case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
            default -> address.indexOf(':') < 0 ? address : "[" + address + "]";
        };
    }

    /** The shop, through the edge. */
    public URI shop() {
        return URI.create("http://" + host + ":" + node.httpPort() + "/");
    }

    /** The shop's origin, without the edge. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + origin.port() + "/");
    }

    /** The edge's admin listener. */
    public URI admin() {
        return URI.create("http://127.0.0.1:" + node.adminPort() + "/");
    }

    /** The routes file the edge runs with. */
    public Path routesFile() {
        return folder.routesFile();
    }

    /** Drains the edge, then stops the origin; blocks until both are closed. */
    public void stop() {
        node.stop();
        origin.stop().toCompletionStage().toCompletableFuture().join();
    }
}
