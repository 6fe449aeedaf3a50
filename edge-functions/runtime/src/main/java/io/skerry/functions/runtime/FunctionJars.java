package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Functions that come in jars: each jar has a class loader that sees the API, the JDK and what is in the jar, and neither the edge's
 * libraries nor other jars. So two jars may bring the same library in two versions, and none breaks when the edge takes a new one.
 */
public final class FunctionJars {

    private static final String API = EdgeFunction.class.getPackageName() + ".";

    private FunctionJars() {}

    /**
     * Loaders of the jars in a folder. They stay open, for as long as the process may run their functions. Blocks.
     *
     * @return named after their jars, in that order; none where there is no such folder
     * @throws IllegalArgumentException if the folder cannot be read
     */
    public static List<ClassLoader> in(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(FunctionJars::loader)
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new IllegalArgumentException("the folder of functions cannot be read: " + unreadable, unreadable);
        }
    }

    private static ClassLoader loader(Path jar) {
        try {
            return new URLClassLoader(
                    jar.getFileName().toString(), new URL[] {jar.toUri().toURL()}, new ApiLoader());
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sees the JDK and the API. */
    private static final class ApiLoader extends ClassLoader {

        ApiLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return Class.forName(name, false, EdgeFunction.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
