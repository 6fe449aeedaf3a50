package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes files that cannot be read, or are wrong from end to end. */
class RefusedFileTest {

    @TempDir
    private Path folder;

    @Test
    void file_that_never_ends_is_refused() {
        assertThat(ReportFormat.TEXT.render(
                        ((ReadResult.Refused) RoutesFileReader.read(Path.of("/dev/zero"), Catalogue.FUNCTIONS))
                                .problems()))
                .contains("the file cannot be read: it is longer than 16000000 bytes");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thousands_of_errors_are_found_in_seconds() throws IOException {
        int routes = 8_000;
        StringBuilder text = new StringBuilder("version: 1\norigins:\n");
        for (int i = 0; i < routes; i++) {
            text.append("  origin-").append(i).append(": { targets: [ { url: \"http://a.example\" } ] }\n");
        }
        text.append("sites:\n  - hosts: [a.example]\n    routes:\n");
        for (int i = 0; i < routes; i++) {
            text.append("      - { match: { path: /p")
                    .append(i)
                    .append(", foo: 1 }, origin: orgin-")
                    .append(i)
                    .append(" }\n");
        }
        Path file = Files.writeString(folder.resolve("routes.yaml"), text);

        List<Problem> problems = ((ReadResult.Refused) RoutesFileReader.read(file, Catalogue.FUNCTIONS)).problems();

        assertThat(problems).hasSize(2 * routes);
        assertThat(problems).allMatch(problem -> problem.hint().text().length() < 3_000);
    }

    @Test
    void pipe_that_nobody_writes_into_is_waited_for_and_no_longer() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> FileBytes.read(pipe, 100, Duration.ofMillis(100)))
                .hasMessage("it was not read to its end within 0 s");
        // Lets the thread that waits go.
        Files.writeString(pipe, "");
    }

    @Test
    void file_that_is_absent_is_refused() {
        assertThat(RoutesFileReader.read(folder.resolve("none.yaml"), Catalogue.FUNCTIONS))
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::message)
                                .containsExactly("the file does not exist"));
    }

    @Test
    void file_that_is_not_utf_8_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

        assertThat(RoutesFileReader.read(file, Catalogue.FUNCTIONS))
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::message)
                                .containsExactly("the file is not UTF-8"));
    }

    @Test
    void folder_in_place_of_a_file_is_refused() {
        assertThat(RoutesFileReader.read(folder, Catalogue.FUNCTIONS)).isInstanceOf(ReadResult.Refused.class);
    }
}
