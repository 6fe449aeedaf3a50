package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCatalogTest {

    @Test
    void function_whose_class_is_missing_is_named(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.skerry.functions.api.EdgeFunction"), "missing.Plugin\n");

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> FunctionCatalog.discover(loader))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a function cannot be loaded: ")
                    .hasMessageContaining("missing.Plugin");
        }
    }
}
