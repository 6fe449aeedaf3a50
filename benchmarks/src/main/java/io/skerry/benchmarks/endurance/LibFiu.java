package io.skerry.benchmarks.endurance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes calls of an edge fail that runs under {@code fiu-run}: commands go to it over named pipes. */
final class LibFiu {

    private static final long MOST_SECONDS = 20;

    private final EdgeProcess edge;
    private final String pipes;

    /** Puts {@code fiu-run} before the edge's command from now on. */
    LibFiu(Path folder, EdgeProcess edge) {
        this.edge = edge;
        this.pipes = folder.toAbsolutePath().resolve("fiu").toString();
        edge.wrap(List.of("fiu-run", "-x", "-f", pipes));
    }

    /** Whether its programs are on the path. */
    static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of("fiu-run", "fiu-ctrl").stream()
                .allMatch(program -> Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Sends a command; returns when it is in force. */
    void send(String command) throws IOException, InterruptedException {
        Process sender = new ProcessBuilder("fiu-ctrl", "-f", pipes, "-c", command, Long.toString(edge.pid()))
                .redirectErrorStream(true)
                .start();
        boolean ended = sender.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            sender.destroyForcibly();
            throw new IOException("the edge does not answer fiu-ctrl's \"" + command + "\"");
        }
        String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (sender.exitValue() != 0 || !said.isBlank()) {
            throw new IOException("fiu-ctrl's \"" + command + "\": " + said);
        }
    }
}
