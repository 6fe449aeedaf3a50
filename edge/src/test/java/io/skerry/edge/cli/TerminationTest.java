package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TerminationTest {

    /** A process of its own, for a signal ends it. */
    static final class Slow {
        private Slow() {}

        public static void main(String[] how) throws InterruptedException {
            System.out.println("starting");
            try {
                Termination.await(() -> start(how[0]), Duration.ofSeconds(20));
            } catch (IllegalStateException refused) {
                System.exit(ExitCode.NOT_STARTED.number());
            }
        }

        private static Runnable start(String how) {
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            if (how.equals("fails")) {
                throw new IllegalStateException("made up");
            }
            System.out.println("started");
            return () -> System.out.println("stopped");
        }
    }

    @Test
    void node_that_is_asked_to_end_while_it_starts_is_closed_and_the_process_ends_well() throws Exception {
        Process process = run("starts");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("starting");
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            process.toHandle().destroy();

            assertThat(out.lines()).contains("started", "stopped");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK.number());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void node_that_does_not_start_ends_the_process_with_its_own_code() throws Exception {
        Process process = run("fails");
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.NOT_STARTED.number());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process run(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Slow.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
