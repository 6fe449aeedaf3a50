package io.skerry.edge.cli;

import io.skerry.edge.EdgeNode;
import io.skerry.edge.Machine;
import io.skerry.edge.MemoryPlan;
import io.skerry.edge.NodeOptions;
import io.skerry.edge.NodeStartException;
import io.skerry.edge.accesslog.LogStyle;
import io.skerry.edge.accesslog.StandardOutput;
import io.skerry.edge.config.model.RoutesFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skerry run -c FILE}: runs an edge until it is asked to end, and then lets it drain. */
@Command(
        name = "run",
        description = "Run an edge with a routes file.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "SIGTERM drains: no new connections, responses in flight finish within server.timeouts.drain.",
            "Variables: SKERRY_JAVA_OPTS (JVM options, such as -Xmx2g), SKERRY_LOG=json|console,",
            "SKERRY_LOG_LEVEL (INFO unless set), SKERRY_LOG_LEVEL_LIBRARIES (WARN)."
        })
final class RunCommand implements Callable<Integer> {
    /** What closing takes beyond draining: flushing the disk tier above all. */
    private static final Duration CLOSING = Duration.ofSeconds(20);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "The routes file.")
    private Path file = Path.of("skerry.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        LogSettings.fault(System::getenv).ifPresent(fault -> {
            throw new CommandFailure(ExitCode.USAGE, fault);
        });
        RoutesFile routes = RoutesFileArgument.require(file, spec.commandLine().getErr());
        requireMemory(routes);
        Termination.await(
                () -> start(routes)::stop, routes.server().timeouts().drain().plus(CLOSING));
        return ExitCode.OK.number();
    }

    /** Before anything is opened: a node that the system ends later has served nobody. */
    private static void requireMemory(RoutesFile routes) {
        long machine = Machine.memoryBytes();
        MemoryPlan running = MemoryPlan.running(routes.storage(), Machine.heapBytes(), Machine.directBytes(), machine);
        // Whoever names a heap gets it, and a store that keeps within it.
        MemoryPlan asked = heapIsNamed() ? running : MemoryPlan.of(routes.storage(), machine);
        asked.refusal(machine).or(() -> running.refusal(machine)).ifPresent(reason -> {
            throw new CommandFailure(ExitCode.NOT_STARTED, reason);
        });
    }

    private static boolean heapIsNamed() {
        return Objects.requireNonNullElse(System.getenv("SKERRY_JAVA_OPTS"), "").contains("-Xmx");
    }

    private EdgeNode start(RoutesFile routes) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        try {
            return EdgeNode.start(routes, new NodeOptions(folder, StandardOutput.install(), style()));
        } catch (NodeStartException refused) {
            throw new CommandFailure(ExitCode.NOT_STARTED, refused.getMessage());
        }
    }

    /** The access log looks like the application log, whose configuration reads the same two places. */
    private static LogStyle style() {
        String variable = Objects.requireNonNullElse(System.getenv("SKERRY_LOG"), "json");
        return System.getProperty("skerry.log", variable).equals("console") ? LogStyle.CONSOLE : LogStyle.JSON;
    }
}
