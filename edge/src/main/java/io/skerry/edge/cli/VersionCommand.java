package io.skerry.edge.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code skerry version}: which Skerry this is, and on which JVM it runs. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        for (String line : Provider.lines()) {
            out.println(line);
        }
        return ExitCode.OK.number();
    }

    /** The version out of the jar's manifest; "development" when run from class folders. */
    static final class Provider implements IVersionProvider {
        static String[] lines() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("development");
            return new String[] {
                "skerry " + version,
                "JVM %s, %s; %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"))
            };
        }

        @Override
        public String[] getVersion() {
            return lines();
        }
    }
}
