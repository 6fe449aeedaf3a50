package io.skerry.edge.cli;

import java.io.PrintStream;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code skerry}: hands over to one of its subcommands. */
@Command(
        name = "skerry",
        description = "A CDN edge node that you run yourself.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            SchemaCommand.class,
            DemoCommand.class,
            PurgeCommand.class,
            ExplainCommand.class,
            StatsCommand.class,
            WarmCommand.class,
            TokenCommand.class,
            BenchCommand.class,
            VersionCommand.class,
            JvmOptionsCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  fine",
            "  1  problems found: a broken routes file, a refused purge, no edge that answers",
            "  2  wrong usage",
            "  3  could not start: port in use, folder not writable, no JDK"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs the command named by {@code args} and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(ended(commandLine().execute(args), System.out, System.err));
    }

    /** What a process says that did what it was asked for: nothing good where its output could not be written (a full disk, say). */
    static int ended(int exit, PrintStream out, PrintStream err) {
        if (exit == ExitCode.OK.number() && out.checkError()) {
            err.println("skerry: not all of the output could be written");
            return ExitCode.PROBLEMS.number();
        }
        return exit;
    }

    static CommandLine commandLine() {
        CommandLine skerry = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExitCodeExceptionMapper(_ -> ExitCode.NOT_STARTED.number())
                .setParameterExceptionHandler(new UsageReport())
                .setExecutionExceptionHandler(new FailureReport());
        // In order and unread: `-f 1` is JMH's, and its value must not be taken for a pattern.
        Objects.requireNonNull(skerry.getSubcommands().get("bench")).setUnmatchedOptionsArePositionalParams(true);
        return skerry;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
