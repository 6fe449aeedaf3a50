package io.skerry.edge.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.message.ContentCoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not write temporary files, or not execute them: no native library can be loaded. */
class UnloadableLibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void codings_whose_libraries_cannot_be_loaded_are_not_supported_and_the_log_says_so_once() throws Exception {
        String said = saidByOneWithoutTemporaryFiles();

        assertThat(said).contains("coded by gzip, gzip").doesNotContain("ERROR", "\tat ");
        assertThat(said).containsOnlyOnce("nothing is compressed by zstd, whose library cannot be loaded: ");
    }

    private String saidByOneWithoutTemporaryFiles() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of(System.getProperty("skerry.home", ".."), "edge", "jvm.options"),
                        "-Djava.io.tmpdir=" + Files.createFile(folder.resolve("file")),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Coder.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader(UTF_8)) {
            String said = output.readAllAsString();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        }
    }

    static final class Coder {

        private Coder() {}

        public static void main(String[] arguments) {
            MemoryBudget memory = new MemoryBudget(Map.of(Use.ENCODERS, 40L << 20));
            try (ContentCodings codings = ContentCodings.start(1, memory)) {
                System.out.println("coded by " + coding(codings) + ", " + coding(codings));
            }
        }

        private static String coding(ContentCodings codings) {
            try (ContentEncoder encoder = codings.encoder(List.of(ContentCoding.ZSTD, ContentCoding.GZIP))
                    .orElseThrow()) {
                return encoder.coding().token();
            }
        }
    }
}
