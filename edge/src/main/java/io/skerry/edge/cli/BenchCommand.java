package io.skerry.edge.cli;

import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code skerry bench [PATTERN…]}: runs the JMH suites. Options it does not know are JMH's, see {@link Main}. */
@Command(
        name = "bench",
        description = "Run the microbenchmarks (JMH).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "JMH's own options are passed on: `skerry bench Key -f 1 -wi 2 -i 3 -prof gc`; `skerry bench -l` lists the suites.",
            "Close other programs first: on a busy machine the numbers mean little."
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..*",
            description = "Regular expressions of benchmark names; without any, all are run.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        BenchmarkRunner runner = ServiceLoader.load(BenchmarkRunner.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_STARTED,
                        "the benchmarks are not on the class path: start them with ./skerry bench"));
        run(runner, arguments);
        return ExitCode.OK.number();
    }

    static void run(BenchmarkRunner runner, List<String> arguments) {
        try {
            runner.run(arguments);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, wrong.getMessage());
        } catch (IOException failed) {
            throw new CommandFailure(ExitCode.PROBLEMS, failed.getMessage());
        }
    }
}
