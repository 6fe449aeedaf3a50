package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.problem.ReportFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends in a result, and a refusal can be shown in every format. */
class RobustnessTest {

    private static final Path FOLDER = Path.of("src/test/resources/config/good");
    private static final Path EVERYTHING = FOLDER.resolve("everything.yaml");
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "\n",
            "  ",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!int ",
            "? ",
            "|",
            ">",
            "#",
            "${",
            "}",
            "null",
            "~",
            "1e9",
            "0x1f",
            "-",
            "\u0000",
            "\t",
            "%",
            "@",
            "`",
            "99999999999999999999",
            ": {}",
            "<<: *a",
            "\uD83D\uDE00",
            "---\n",
            "...\n",
            "{file}",
            "**",
            "s",
            "GB",
            "%zz");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutated_file_never_throws(long seed) throws IOException {
        Random random = new Random(seed);
        String original = Files.readString(EVERYTHING);
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder(original);
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutate(text, random);
            }
            readAndRender(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void random_pieces_of_yaml_never_throw(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 800; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "version: 1\nsites: " : "");
            for (int piece = random.nextInt(30); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            readAndRender(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void random_bytes_never_throw(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 800; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            readAndRender(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(3)) {
            case 0 -> text.delete(at, to);
            case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            default -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        }
    }

    private static void readAndRender(String text) {
        ReadResult result = new RoutesFileReader(Catalogue.FUNCTIONS, name -> Optional.empty())
                .read(text, "fuzz.yaml", FOLDER.toAbsolutePath());
        if (result instanceof ReadResult.Refused refused) {
            assertThat(refused.problems()).isNotEmpty();
            for (ReportFormat format : ReportFormat.values()) {
                assertThat(format.render(refused.problems())).endsWith("\n");
            }
        }
    }
}
