package io.skerry.edge.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program outside the JVM that a test drives, and the places where it is looked for. */
public enum RequiredTool {
    /** The browser of the demo's test; Debian's package {@code chromium}. */
    CHROMIUM("chromium chromium-browser google-chrome"),
    /** The server of the cluster's tests; Debian's package {@code redis-server}. */
    REDIS("redis-server valkey-server"),
    /** The shell of the launcher's test. */
    BASH("bash"),
    /** Unpacks the HTTP/2 conformance suite. */
    TAR("tar");

    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

    /** Separated by spaces. */
    private final String names;

    RequiredTool(String names) {
        this.names = names;
    }

    /** The names the tool's executable goes by, the usual one first. */
    public List<String> names() {
        return List.of(names.split(" "));
    }

    /** The executable, from the folders of PATH and then the usual ones; empty when it is not installed. */
    public Optional<Path> executable() {
        return folders()
                .flatMap(folder -> names().stream().map(folder::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The executable of a tool whose presence {@link RequiresTool} has already checked.
     *
     * @throws IllegalStateException when it is not there, that is when the test lacks the annotation
     */
    public Path found() {
        return executable().orElseThrow(() -> new IllegalStateException(name() + " is not installed"));
    }

    private static Stream<Path> folders() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), USUAL_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
    }
}
