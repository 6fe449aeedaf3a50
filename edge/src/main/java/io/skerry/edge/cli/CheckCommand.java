package io.skerry.edge.cli;

import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skerry check FILE}: says everything that is wrong with a routes file. */
@Command(
        name = "check",
        description = "Check a routes file; exits 1 when it cannot be used.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The routes file.")
    private Path file = Path.of("skerry.yaml");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How problems are shown: text (for people), json or sarif (for programs).")
    private ReportFormat format = ReportFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return switch (RoutesFileArgument.read(file)) {
            case ReadResult.Loaded loaded -> report(loaded.warnings(), ExitCode.OK);
            case ReadResult.Refused(List<Problem> problems) -> report(problems, ExitCode.PROBLEMS);
        };
    }

    private int report(List<Problem> problems, ExitCode exitCode) {
        var out = spec.commandLine().getOut();
        out.print(format.render(problems));
        out.flush();
        return exitCode.number();
    }
}
