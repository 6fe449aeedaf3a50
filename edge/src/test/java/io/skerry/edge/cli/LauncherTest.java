package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the real launcher in folders of its own: with this build's classes, a counterfeit Maven, or no JDK. */
@RequiresTool(RequiredTool.BASH)
class LauncherTest {
    private static final Path SOURCES = Path.of(System.getProperty("skerry.home", ".."));

    /** Stands in for Maven: notes that it was called, and "builds" by putting the prepared jar in place. */
    private static final String COUNTERFEIT_MAVEN = """
            #!/bin/sh
            echo "$@" >> calls
            echo "[INFO] Building Skerry edge 0.1.0-SNAPSHOT                                          [4/4]"
            mkdir -p edge/target && cp prepared.jar edge/target/skerry-edge-0.1.0.jar
            """;

    private static final String BROKEN_MAVEN = """
            #!/bin/sh
            echo "[INFO] Building Skerry edge"
            echo "[ERROR] Edge.java:[3,1] not a statement"
            exit 1
            """;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void copyLauncher() throws IOException {
        home = Files.createDirectories(folder.resolve("home of skerry"));
        Files.copy(SOURCES.resolve("skerry"), home.resolve("skerry"));
        Files.createDirectories(home.resolve("edge"));
        Files.copy(SOURCES.resolve("edge/jvm.options"), home.resolve("edge/jvm.options"));
        writeJarOfThisBuild(home.resolve("prepared.jar"));
    }

    @Test
    void without_any_jdk_one_line_says_what_to_install() throws Exception {
        Run run = run(Map.of("JAVA_HOME", "", "SKERRY_JDK_FOLDERS", folder.toString()), "--help");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.errors())
                .startsWith("skerry: needs a JDK 25 or newer (none was found): install one")
                .hasLineCount(1);
    }

    @Test
    void older_jdk_is_named_and_not_used() throws Exception {
        Path jdks = folder.resolve("jdks");
        Path old = jdks.resolve("jdk-17");
        writeExecutable(old.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
        writeExecutable(old.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

        Run run = run(Map.of("JAVA_HOME", "", "SKERRY_JDK_FOLDERS", jdks.toString()), "--help");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.errors())
                .contains("(only JDK 17 was found, in " + old + ")")
                .hasLineCount(1);
    }

    @Test
    void installation_without_sources_runs_as_it_is() throws Exception {
        install();

        Run run = run(Map.of(), "--help");

        assertThat(run.exit()).isZero();
        assertThat(run.output()).contains("Usage: skerry", "purge", "bench");
    }

    @Test
    void launcher_works_through_a_symbolic_link_from_any_folder() throws Exception {
        install();
        Path link = Files.createSymbolicLink(folder.resolve("s"), home.resolve("skerry"));

        Run run = runScript(link, folder, Map.of(), "version");

        assertThat(run.exit()).isZero();
        assertThat(run.output()).startsWith("skerry ");
    }

    @Test
    void folder_of_the_same_name_on_the_cdpath_is_not_taken_for_its_own() throws Exception {
        install();
        Files.createDirectories(folder.resolve("elsewhere").resolve(home.getFileName()));
        Path relative = home.getFileName().resolve("skerry");

        Run run = runScript(
                relative, folder, Map.of("CDPATH", folder.resolve("elsewhere").toString()), "version");

        assertThat(run.errors()).isEmpty();
        assertThat(run.exit()).isZero();
    }

    @Test
    void exit_code_of_the_command_is_the_launchers() throws Exception {
        install();

        assertThat(run(Map.of(), "purge").exit()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void storage_that_the_machine_has_no_memory_for_is_refused_with_the_sum() throws Exception {
        install();
        Files.writeString(home.resolve("huge.yaml"), """
                version: 1
                storage: { memory: 90TB, disk: { size: 1TB } }
                origins: { site: { targets: [ { url: http://127.0.0.1:9000 } ] } }
                sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """);

        Run run = run(Map.of(), "run", "-c", "huge.yaml");

        assertThat(run.exit()).isEqualTo(ExitCode.NOT_STARTED.number());
        assertThat(run.errors())
                .contains(
                        "not enough memory: storage.memory 83819.0 GiB + heap 20966.6 GiB + network and file buffers 1024 MiB",
                        " GiB, and this machine or container has ")
                .hasLineCount(1);
    }

    @Test
    void heap_is_sized_for_the_storage_of_the_file() throws Exception {
        install();
        Files.writeString(home.resolve("large.yaml"), """
                version: 1
                storage: { memory: 8MiB, disk: { size: 100GB } }
                origins: { site: { targets: [ { url: http://127.0.0.1:9000 } ] } }
                sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """);

        // The node's own 96 MiB, the functions' 384, 2 for heads, 200 bytes for every 16 KiB of disk.
        assertThat(run(Map.of(), "jvm-options", "-c", "large.yaml").output()).startsWith("-Xmx1647m ");
    }

    @Test
    void folder_outside_ascii_is_named_where_the_locale_has_nothing_else() throws Exception {
        install();
        Files.writeString(home.resolve("names.yaml"), """
                version: 1
                storage: { memory: 8MiB, disk: { path: "./Küche", size: 100GB } }
                origins: { site: { targets: [ { url: http://127.0.0.1:9000 } ] } }
                sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """);

        Run run = run(Map.of("LANG", "C"), "check", "names.yaml");

        assertThat(run.errors()).isEmpty();
        assertThat(run.exit()).isZero();
    }

    @Test
    void first_use_builds_and_the_second_does_not() throws Exception {
        writeSources();
        Map<String, String> maven = maven(COUNTERFEIT_MAVEN);

        Run first = run(maven, "version");
        Run second = run(maven, "version");

        assertThat(first.exit()).as(first.errors()).isZero();
        assertThat(first.errors()).contains("skerry: building");
        assertThat(second.errors()).isEmpty();
        assertThat(home.resolve("calls")).content().hasLineCount(1).contains("-pl edge -am package -DskipTests");
    }

    @Test
    void changed_source_is_built_again() throws Exception {
        writeSources();
        Map<String, String> maven = maven(COUNTERFEIT_MAVEN);
        run(maven, "version");

        Files.setLastModifiedTime(
                home.resolve("cache/src/main/java/A.java"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        run(maven, "version");

        assertThat(home.resolve("calls")).content().hasLineCount(2);
    }

    @Test
    void failed_build_shows_its_errors_and_where_the_log_is() throws Exception {
        writeSources();

        Run run = run(maven(BROKEN_MAVEN), "version");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.errors())
                .contains("[ERROR] Edge.java:[3,1] not a statement")
                .contains("the build failed; all of it is in " + home.resolve("target/skerry-build.log"));
    }

    private record Run(int exit, String output, String errors) {}

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return runScript(home.resolve("skerry"), home, environment, arguments);
    }

    private Run runScript(Path script, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(RequiredTool.BASH.found().toString(), script.toString()));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        // Only the tools of a bare system: no java and no mvn of this machine on the path.
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bareTools().toString(), "HOME", folder.toString()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("launcher ended").isTrue();
        return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private Path bareTools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of(
                "sh",
                "bash",
                "dirname",
                "readlink",
                "grep",
                "sed",
                "tr",
                "find",
                "head",
                "tail",
                "ls",
                "mkdir",
                "rm",
                "cat",
                "mv",
                "cp",
                "sleep")) {
            Path tool = tools.resolve(name);
            if (Files.notExists(tool)) {
                writeExecutable(tool, "#!/bin/sh\nexec " + installed(name) + " \"$@\"\n");
            }
        }
        return tools;
    }

    private static Path installed(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void install() throws IOException {
        Files.createDirectories(home.resolve("edge/target"));
        Files.copy(home.resolve("prepared.jar"), home.resolve("edge/target/skerry-edge-0.1.0.jar"));
    }

    private void writeSources() throws IOException {
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        for (String module : List.of("cache", "origin-client", "purge-api", "edge-functions")) {
            Path sources = Files.createDirectories(home.resolve(module).resolve("src/main/java"));
            Files.writeString(sources.resolve("A.java"), "class A {}");
        }
    }

    private Map<String, String> maven(String script) throws IOException {
        writeExecutable(folder.resolve("maven/bin/mvn"), script);
        return Map.of("MAVEN_HOME", folder.resolve("maven").toString());
    }

    private static void writeExecutable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A jar that holds nothing but the names of the class path this test runs with. */
    private static void writeJarOfThisBuild(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPathUrls());
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
    }

    private static String classPathUrls() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
