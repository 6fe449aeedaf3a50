package io.skerry.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a process of its own, with the options of every Skerry process. */
public final class ChildJvm {

    private ChildJvm() {}

    /** The process, not started yet. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        Path options = Path.of(System.getProperty("skerry.home", ".."), "edge", "jvm.options");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The lines that it says, errors among them, until it ends by itself. */
    public static List<String> said(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Process process = of(main, arguments).redirectErrorStream(true).start();
        try (var output = process.inputReader(UTF_8)) {
            return output.lines().toList();
        } finally {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
