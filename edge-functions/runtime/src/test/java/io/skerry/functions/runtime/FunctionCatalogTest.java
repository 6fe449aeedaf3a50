package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.Function;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCatalogTest {

    @TempDir
    private Path folder;

    @Test
    void function_whose_class_is_missing_is_named() throws Exception {
        assertThatThrownBy(() -> discover("missing.Plugin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a function cannot be loaded: ")
                .hasMessageContaining("missing.Plugin");
    }

    @Test
    void two_functions_of_one_name_are_told_by_their_classes() {
        String first = First.class.getName();
        String second = Second.class.getName();

        assertThatThrownBy(() -> discover(first + "\n" + second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two functions are named twice: " + first + " and " + second);
    }

    private FunctionCatalog discover(String services) throws IOException {
        Path folders = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(folders.resolve("io.skerry.functions.api.EdgeFunction"), services + "\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return FunctionCatalog.discover(loader);
        }
    }

    /** Made by its name. */
    @Function("twice")
    public static final class First implements EdgeFunction {}

    /** Made by its name. */
    @Function("twice")
    public static final class Second implements EdgeFunction {}
}
