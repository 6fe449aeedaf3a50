package io.skerry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.cli.BenchmarkRunner;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class SuitesTest {

    @Test
    void every_suite_runs_one_short_iteration() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io.skerry")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();

        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
        assertThat(suites(results))
                .contains(
                        "KeyBenchmark",
                        "RouteBenchmark",
                        "DecisionBenchmark",
                        "StoreBenchmark",
                        "ExchangeBenchmark",
                        "PurgeBenchmark",
                        "CodecBenchmark",
                        "DiskBenchmark",
                        "LineBenchmark");
        assertThat(results.stream().map(r -> r.getParams().getBenchmark()).distinct())
                .hasSameSizeAs(listed());
    }

    @Test
    void the_launcher_finds_the_runner() {
        assertThat(ServiceLoader.load(BenchmarkRunner.class).findFirst()).containsInstanceOf(JmhRunner.class);
    }

    @Test
    void forks_get_the_flags_of_every_process() {
        assertThat(JmhRunner.jvmOptions()).startsWith("@/").endsWith("/edge/jvm.options");
    }

    @Test
    void pattern_that_no_benchmark_has_says_where_the_names_are() {
        assertThatThrownBy(() -> new JmhRunner().run(List.of("NoSuchSuite")))
                .isInstanceOf(IOException.class)
                .hasMessage("no benchmark matches; skerry bench -l lists them");
    }

    @Test
    void forks_that_end_early_are_no_success() {
        assertThatThrownBy(() -> new JmhRunner()
                        .run(List.of("KeyBenchmark", "-f", "1", "-wi", "0", "-i", "1", "-jvmArgs", "-XX:+NoSuchFlag")))
                .isInstanceOf(IOException.class)
                .hasMessage("no benchmark gave a result");
    }

    private static Set<String> suites(Collection<RunResult> results) {
        return results.stream()
                .map(result -> result.getParams().getBenchmark())
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    private static Set<?> listed() {
        return BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
    }
}
