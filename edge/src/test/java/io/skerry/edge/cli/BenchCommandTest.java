package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

    @Test
    void pattern_that_no_benchmark_has_is_a_problem_told_in_a_line() {
        assertThatThrownBy(() -> BenchCommand.run(
                        _ -> {
                            throw new IOException("no matching benchmarks");
                        },
                        List.of("Nothing")))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PROBLEMS))
                .hasMessage("no matching benchmarks");
    }

    @Test
    void option_that_jmh_does_not_have_is_wrong_usage() {
        assertThatThrownBy(() -> BenchCommand.run(
                        _ -> {
                            throw new IllegalArgumentException("zz is not a recognized option");
                        },
                        List.of("-zz")))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("zz is not a recognized option");
    }
}
