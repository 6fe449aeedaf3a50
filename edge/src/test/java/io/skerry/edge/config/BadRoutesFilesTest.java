package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.problem.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in {@code config/bad} is refused with exactly the text beside it. */
class BadRoutesFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/config/bad");
    private static final Map<String, String> VARIABLES = Map.of("PORT", "eighty", "SECRET", "hunter2");

    static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void bad_file_is_refused_with_all_its_problems(String name) throws IOException {
        RoutesFileReader reader =
                new RoutesFileReader(Catalogue.FUNCTIONS, variable -> Optional.ofNullable(VARIABLES.get(variable)));
        String text = Files.readString(FOLDER.resolve(name));

        ReadResult result = reader.read(text, name, Path.of("/nowhere"));

        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        String report = ReportFormat.TEXT.render(((ReadResult.Refused) result).problems());
        Path expected = FOLDER.resolve(name.replace(".yaml", ".txt"));
        if (Boolean.getBoolean("skerry.rewriteExpectations")) {
            Files.writeString(expected, report);
        }
        assertThat(report).isEqualTo(Files.readString(expected));
    }
}
