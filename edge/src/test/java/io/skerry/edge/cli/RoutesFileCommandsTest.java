package io.skerry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RoutesFileCommandsTest {
    private static final String SMALLEST = """
            version: 1
            server: { http: { port: 8080 } }
            origins: { site: { targets: [ { url: http://127.0.0.1:9000 } ] } }
            sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
            """;

    private static final String BROKEN = SMALLEST.replace("origin: site", "origin: sitte");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void good_file_passes() throws IOException {
        assertThat(execute("check", written(SMALLEST).toString())).isZero();
    }

    @Test
    void broken_file_is_reported_with_its_place_and_exits_1() throws IOException {
        Path file = written(BROKEN);

        int exit = execute("check", file.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains(file + ":4:").contains("sitte").contains("did you mean \"site\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sarif"})
    void problems_come_in_formats_for_programs(String format) throws IOException {
        assertThat(execute("check", "--format", format, written(BROKEN).toString()))
                .isEqualTo(1);

        JsonNode report = JsonMapper.shared().readTree(out.toString());
        assertThat(report.toString()).contains("sitte");
    }

    @Test
    void file_that_does_not_exist_is_a_problem_and_not_a_stack_trace() {
        assertThat(execute("check", folder.resolve("none.yaml").toString())).isEqualTo(1);
        assertThat(out.toString()).contains("does not exist").doesNotContain("\tat ");
    }

    @Test
    void node_is_not_started_with_a_broken_file_and_says_what_check_says() throws IOException {
        Path file = written(BROKEN);
        execute("check", file.toString());

        int exit = execute("run", "-c", file.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).startsWith(out.toString());
    }

    @Test
    void schema_is_json_and_knows_the_installed_functions() {
        assertThat(execute("schema")).isZero();

        JsonNode schema = JsonMapper.shared().readTree(out.toString());
        assertThat(schema.path("$schema").asString()).startsWith("https://json-schema.org/");
        assertThat(out.toString()).contains("image-resize", "geo-price", "recommendations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "schema", "demo", "purge", "bench", "version"})
    void every_command_explains_itself(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: skerry " + command);
    }

    @Test
    void unknown_command_is_wrong_usage_and_those_there_are_are_shown() {
        assertThat(execute("chekc", "skerry.yaml")).isEqualTo(2);
        assertThat(err.toString().lines())
                .startsWith("skerry: there is no command chekc")
                .anyMatch(line -> line.startsWith("Did you mean: skerry check"))
                .contains("Usage: skerry [-hV] COMMAND");
    }

    @ParameterizedTest
    @CsvSource({
        "check a.yaml b.yaml, one argument too many: b.yaml, skerry check --help",
        "check --colour a.yaml, there is no option --colour, skerry check --help",
        "run, Missing required option: '--config=FILE', skerry run --help",
        "token new --name x --scope none, '--scope: there is no scope none; there are purge:url, purge:tag, purge:prefix, purge:host, purge:all, read', skerry token new --help"
    })
    void wrong_usage_is_told_in_a_line_and_one_that_says_where_help_is(String arguments, String message, String help) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("skerry: " + message, "See: " + help);
    }

    @Test
    void example_of_the_container_passes() {
        Path example = Path.of(System.getProperty("skerry.home", ".."), "deploy", "skerry.yaml");

        assertThat(execute("check", example.toString())).as(out.toString()).isZero();
    }

    @Test
    void routes_file_names_the_admin_address_and_the_folder_of_the_token() throws IOException {
        Path file = written(
                SMALLEST.replace("http: { port: 8080 }", "http: { port: 8080 }, admin: { address: 127.0.0.1:1 }")
                        + "storage: { disk: { path: cache } }\n");
        Files.createDirectories(folder.resolve("cache"));
        Files.writeString(folder.resolve("cache/admin-token"), "skerry_pt_1\n");

        int exit = execute("purge", "-c", file.toString(), "--everything");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).startsWith("skerry: no edge answers at http://127.0.0.1:1:");
    }

    @Test
    void missing_token_is_told_with_the_places_looked_at() throws IOException {
        int exit = execute("purge", "-c", written(SMALLEST).toString(), "--everything");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .contains("no token")
                .contains(folder.resolve("skerry-cache/admin-token").toString());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("skerry.yaml"), text);
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
