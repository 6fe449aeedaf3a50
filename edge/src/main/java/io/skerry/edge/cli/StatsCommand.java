package io.skerry.edge.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skerry stats}: shows what a running edge's store holds and what happened to it. */
@Command(
        name = "stats",
        description = "Show what a running edge has stored: entries, bytes, hit ratio, evictions and refusals per tier,"
                + " damage found, errors, recovery.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text (default) or json.")
    private ExplainCommand.Format format = ExplainCommand.Format.TEXT;

    @Mixin
    private AdminOptions adminOptions = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        String path = "/stats?format=" + format.name().toLowerCase(Locale.ROOT);
        spec.commandLine()
                .getOut()
                .print(adminOptions.access(spec.commandLine().getErr()).get(path));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }
}
