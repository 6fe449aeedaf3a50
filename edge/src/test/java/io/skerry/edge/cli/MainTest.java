package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** With what a process ends. */
class MainTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void output_that_could_not_be_written_is_no_success() {
        PrintStream full = new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8);
        full.println("{");

        assertThat(Main.ended(0, full, err)).isEqualTo(1);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("skerry: not all of the output could be written");
        assertThat(Main.ended(3, full, err)).isEqualTo(3);
    }

    @Test
    void output_that_was_written_leaves_the_exit_code_alone() {
        assertThat(Main.ended(0, err, err)).isZero();
        assertThat(told.size()).isZero();
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
