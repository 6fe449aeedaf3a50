package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code demo} says before it runs. */
class DemoCommandTest {

    private static final URI SHOP = URI.create("http://localhost:8080/");

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void forgetStyleOfTheLog() {
        System.clearProperty("skerry.log");
    }

    @Test
    void purge_command_can_be_copied_where_the_path_has_a_space() {
        Path home = Path.of("").toAbsolutePath();

        assertThat(DemoCommand.purgeCommand(home, Path.of("/srv/my sites/skerry.yaml"), SHOP))
                .isEqualTo("./skerry purge -c '/srv/my sites/skerry.yaml' http://localhost:8080/");
    }

    @Test
    void purge_command_names_the_launcher_where_it_is_not_in_this_folder() {
        assertThat(DemoCommand.purgeCommand(Path.of("/opt/our skerry"), Path.of("/tmp/skerry.yaml"), SHOP))
                .isEqualTo("'/opt/our skerry/skerry' purge -c /tmp/skerry.yaml http://localhost:8080/");
    }

    @Test
    void demo_that_cannot_start_leaves_the_routes_file_of_one_that_runs() throws IOException {
        Path routes = Files.writeString(folder.resolve("skerry.yaml"), "of another demo");

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(demo("--port=" + taken.getLocalPort())).isEqualTo(3);
        }

        assertThat(routes).hasContent("of another demo");
    }

    @ParameterizedTest
    @CsvSource({
        "--port=65536, 2, '--port: expected 0 to 65535, not 65536'",
        "--port=-1, 2, '--port: expected 0 to 65535, not -1'",
        "--distance=-5, 2, '--distance: expected 0 to 20000, not -5'",
        "--address=not/one, 3, server.http.address",
    })
    void option_that_cannot_be_is_told_without_a_stack_trace(String option, int exit, String told) {
        assertThat(demo(option)).isEqualTo(exit);
        assertThat(err.toString()).contains(told).doesNotContain("\tat ");
    }

    private int demo(String option) {
        return Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("demo", "--folder", folder.toString(), "--origin-port", "0", "--admin-port", "0", option);
    }
}
