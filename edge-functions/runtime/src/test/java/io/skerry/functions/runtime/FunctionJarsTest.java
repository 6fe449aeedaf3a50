package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.EdgeFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars as the authors of functions make them, compiled against the API. */
class FunctionJarsTest {

    @TempDir
    private Path folder;

    @Test
    void each_jar_has_the_libraries_that_it_brings_and_the_api_of_the_edge() throws Exception {
        jar("a.jar", "first", "library 1");
        jar("b.jar", "second", "library 2");
        List<ClassLoader> jars = FunctionJars.in(folder.resolve("functions"));

        FunctionCatalog catalog = FunctionCatalog.discover(new NoFunctions(), jars);

        assertThat(catalog.names()).containsExactly("first", "second");
        assertThat(jars).extracting(FunctionJarsTest::library).containsExactly("library 1", "library 2");
        assertThat(jars.getFirst().loadClass(EdgeFunction.class.getName())).isSameAs(EdgeFunction.class);
    }

    @Test
    void libraries_of_the_edge_are_not_seen() throws Exception {
        jar("a.jar", "first", "library");
        ClassLoader jar = FunctionJars.in(folder.resolve("functions")).getFirst();

        assertThatThrownBy(() -> jar.loadClass(FunctionChain.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void function_of_the_edge_is_not_replaced_without_a_word() throws Exception {
        jar("a.jar", "first", "library");
        jar("b.jar", "first", "library");
        List<ClassLoader> jars = FunctionJars.in(folder.resolve("functions"));

        assertThatThrownBy(() -> FunctionCatalog.discover(new NoFunctions(), jars))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two functions are named first: plugin.Plugin and plugin.Plugin");
    }

    @Test
    void jar_without_a_function_is_told() throws Exception {
        Files.createDirectories(folder.resolve("functions"));
        Files.writeString(folder.resolve("functions/library.jar"), "no jar at all");
        List<ClassLoader> jars = FunctionJars.in(folder.resolve("functions"));

        assertThatThrownBy(() -> FunctionCatalog.discover(new NoFunctions(), jars))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "library.jar holds no function (META-INF/services/io.skerry.functions.api.EdgeFunction)");
    }

    @Test
    void jar_whose_function_cannot_be_loaded_is_named() throws Exception {
        write(
                "broken.jar",
                Map.of(
                        "META-INF/services/" + EdgeFunction.class.getName(),
                        "missing.Plugin".getBytes(StandardCharsets.UTF_8)));
        List<ClassLoader> jars = FunctionJars.in(folder.resolve("functions"));

        assertThatThrownBy(() -> FunctionCatalog.discover(new NoFunctions(), jars))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a function in broken.jar cannot be loaded: ")
                .hasMessageContaining("missing.Plugin");
    }

    @Test
    void no_folder_is_no_functions() {
        assertThat(FunctionJars.in(folder.resolve("absent"))).isEmpty();
    }

    private static String library(ClassLoader jar) {
        try {
            return String.valueOf(
                    jar.loadClass("library.Library").getField("NAME").get(null));
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("the library of a jar", missing);
        }
    }

    private void jar(String name, String function, String library) throws Exception {
        Path classes = Files.createTempDirectory(folder, "classes");
        Path plugin = source("plugin/Plugin.java", """
                package plugin;
                @io.skerry.functions.api.Function("%s")
                public final class Plugin implements io.skerry.functions.api.EdgeFunction {}
                """.formatted(function));
        Path brought = source("library/Library.java", """
                package library;
                public final class Library { public static final String NAME = new String("%s"); }
                """.formatted(library));
        URI api = EdgeFunction.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        Path.of(api).toString(),
                        "-d",
                        classes.toString(),
                        plugin.toString(),
                        brought.toString());
        assertThat(result).isZero();
        write(
                name,
                Map.of(
                        "plugin/Plugin.class",
                        Files.readAllBytes(classes.resolve("plugin/Plugin.class")),
                        "library/Library.class",
                        Files.readAllBytes(classes.resolve("library/Library.class")),
                        "META-INF/services/" + EdgeFunction.class.getName(),
                        "plugin.Plugin\n".getBytes(StandardCharsets.UTF_8)));
    }

    private Path source(String name, String text) throws IOException {
        Path file = folder.resolve("sources").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void write(String name, Map<String, byte[]> files) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("functions"));
        try (OutputStream out = Files.newOutputStream(jars.resolve(name));
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
            }
        }
    }

    /** In place of the edge's. */
    private static final class NoFunctions extends ClassLoader {
        NoFunctions() {
            super(ClassLoader.getPlatformClassLoader());
        }
    }
}
