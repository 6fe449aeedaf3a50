package io.skerry.edge.cli;

import io.skerry.edge.NodeStartException;
import io.skerry.edge.demo.Demo;
import io.skerry.edge.demo.DemoOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skerry demo}: starts the demo shop's origin and an edge in front of it. */
@Command(
        name = "demo",
        description = "Start a small shop behind an edge, with its origin 200 ms away, and show what the edge does.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final int LARGEST_PORT = 65_535;
    /** Beyond it the edge gives the origin up. */
    private static final long FARTHEST_MILLIS = 20_000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The shop, through the edge (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "The edge's admin listener (default: ${DEFAULT-VALUE}).")
    private int adminPort = 9090;

    @Option(
            names = "--origin-port",
            paramLabel = "PORT",
            defaultValue = "9000",
            description = "The demo's origin (default: ${DEFAULT-VALUE}).")
    private int originPort = 9000;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The interface the shop is served on (default: ${DEFAULT-VALUE}).")
    private String address = "127.0.0.1";

    @Option(
            names = "--distance",
            paramLabel = "MS",
            defaultValue = "200",
            description = "How far away the origin pretends to be, in milliseconds (default: ${DEFAULT-VALUE}).")
    private long distanceMillis = 200;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where its routes file and cache go; otherwise target/demo of Skerry, or a temporary folder.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        // Before anything logs: the demo is watched by a person.
        System.setProperty("skerry.log", "console");
        requirePort("--port", port);
        requirePort("--admin-port", adminPort);
        requirePort("--origin-port", originPort);
        if (distanceMillis < 0 || distanceMillis > FARTHEST_MILLIS) {
            throw new ParameterException(
                    spec.commandLine(), "--distance: expected 0 to " + FARTHEST_MILLIS + ", not " + distanceMillis);
        }
        DemoOptions options = new DemoOptions(
                folder == null ? usualFolder() : folder,
                address,
                new DemoOptions.Ports(port, adminPort, originPort),
                Duration.ofMillis(distanceMillis));
        Termination.await(
                () -> {
                    Demo demo = start(options);
                    print(demo);
                    return demo::stop;
                },
                GRACE);
        return ExitCode.OK.number();
    }

    private void requirePort(String option, int number) {
        if (number < 0 || number > LARGEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), option + ": expected 0 to " + LARGEST_PORT + ", not " + number);
        }
    }

    private static Demo start(DemoOptions options) {
        try {
            return Demo.start(options);
        } catch (NodeStartException refused) {
            throw new CommandFailure(ExitCode.NOT_STARTED, refused.getMessage());
        }
    }

    /** Beside the build, where `skerry purge` looks for its token; elsewhere where Skerry is installed read-only. */
    private static Path usualFolder() throws IOException {
        Path home = home();
        return Files.isWritable(home)
                ? home.resolve("target").resolve("demo")
                : Files.createTempDirectory("skerry-demo");
    }

    private static Path home() {
        return Path.of(System.getProperty("skerry.home", "."));
    }

    /** A command that does what it says in the folder that this one was started in. */
    static String purgeCommand(Path home, Path routesFile, URI url) {
        boolean here = home.toAbsolutePath().normalize().equals(Path.of("").toAbsolutePath());
        String launcher =
                here ? "./skerry" : ShellWord.of(home.resolve("skerry").toString());
        return launcher + " purge -c " + ShellWord.of(routesFile.toString()) + " " + ShellWord.of(url.toString());
    }

    private void print(Demo demo) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("  The shop, through the edge   " + demo.shop());
        out.println("  Its origin, directly         " + demo.origin());
        out.println("  What the origin was asked    " + demo.origin() + "_demo/requests");
        out.println("  Metrics of the edge          " + demo.admin() + "metrics");
        out.println();
        out.println("  Routes file                  " + demo.routesFile());
        out.println("  Purge from another terminal  " + purgeCommand(home(), demo.routesFile(), demo.shop()));
        out.println();
        out.println("  Ctrl-C ends it. Requests of the edge follow.");
        out.println();
        out.flush();
    }
}
