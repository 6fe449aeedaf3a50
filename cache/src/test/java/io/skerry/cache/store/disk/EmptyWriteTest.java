package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that is asked and never changed. That a frozen file system keeps who asks waiting takes rights that tests have not. */
@EnabledOnOs(OS.LINUX)
class EmptyWriteTest {

    @TempDir
    private Path folder;

    @Test
    void changes_nothing_of_what_is_there() throws IOException {
        Path file = Files.writeString(folder.resolve("pulse"), "as it was");

        try (EmptyWrite write = EmptyWrite.to(file).orElseThrow()) {
            write.write();
        }

        assertThat(file).hasContent("as it was");
    }

    @Test
    void makes_the_file_where_there_is_none() {
        Path file = folder.resolve("pulse");

        EmptyWrite write = EmptyWrite.to(file).orElseThrow();
        write.write();
        write.close();
        write.close();

        assertThat(file).isEmptyFile();
    }

    @Test
    void is_none_where_no_file_can_be() {
        assertThat(EmptyWrite.to(folder.resolve("missing").resolve("pulse"))).isEmpty();
        assertThat(EmptyWrite.to(folder)).isEmpty();
    }
}
