package io.skerry.benchmarks;

import io.skerry.edge.cli.BenchmarkRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the suites in forked JVMs that have the flags of every Skerry process, {@code edge/jvm.options}. */
public final class JmhRunner implements BenchmarkRunner {

    /** Found by {@link java.util.ServiceLoader}. */
    public JmhRunner() {}

    @Override
    public void run(List<String> arguments) throws IOException {
        CommandLineOptions options = parsed(arguments);
        Runner runner = new Runner(
                new OptionsBuilder().parent(options).jvmArgsAppend(jvmOptions()).build());
        if (options.shouldHelp()) {
            options.showHelp();
        } else if (options.shouldList()) {
            runner.list();
        } else if (options.shouldListWithParams()) {
            runner.listWithParams(options);
        } else if (options.shouldListProfilers()) {
            options.listProfilers();
        } else {
            measure(runner);
        }
    }

    private static void measure(Runner runner) throws IOException {
        try {
            // A fork that ends early is told of by JMH and leaves no result.
            if (runner.run().isEmpty()) {
                throw new IOException("no benchmark gave a result");
            }
        } catch (NoBenchmarksException none) {
            throw new IOException("no benchmark matches; skerry bench -l lists them", none);
        } catch (RunnerException failed) {
            throw new IOException("the benchmarks could not be run: " + failed.getMessage(), failed);
        }
    }

    private static CommandLineOptions parsed(List<String> arguments) {
        try {
            return new CommandLineOptions(arguments.toArray(String[]::new));
        } catch (CommandLineOptionException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** The argument file, which the {@code java} of a fork reads itself. */
    static String jvmOptions() {
        Path file = Path.of(System.getProperty("skerry.home", "."), "edge", "jvm.options")
                .toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(file + " is missing: start with ./skerry bench, or set -Dskerry.home");
        }
        return "@" + file;
    }
}
