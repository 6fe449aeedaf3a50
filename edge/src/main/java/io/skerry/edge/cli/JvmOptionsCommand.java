package io.skerry.edge.cli;

import io.skerry.edge.Machine;
import io.skerry.edge.MemoryPlan;
import io.skerry.edge.config.ReadResult;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code skerry jvm-options -c FILE}: the bounds of the JVM that a routes file asks for, on one line. The launcher asks before it runs
 * an edge; a file that cannot be used has none, and {@code run} says why.
 */
@Command(
        name = "jvm-options",
        hidden = true,
        description = "Print the JVM options that the storage of a routes file asks for on this machine.",
        mixinStandardHelpOptions = true)
final class JvmOptionsCommand implements Callable<Integer> {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "The routes file.")
    private Path file = Path.of("skerry.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (RoutesFileArgument.read(file) instanceof ReadResult.Loaded loaded) {
            long machine = Machine.memoryBytes();
            MemoryPlan plan = MemoryPlan.of(loaded.file().storage(), machine);
            // What the machine has no room for is refused by the run, which says so: it needs no heap for that.
            if (plan.refusal(machine).isEmpty()) {
                spec.commandLine()
                        .getOut()
                        .println(String.join(
                                " ", plan.jvmOptions(Runtime.getRuntime().availableProcessors(), machine)));
                spec.commandLine().getOut().flush();
            }
        }
        return ExitCode.OK.number();
    }
}
