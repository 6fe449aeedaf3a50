package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.problem.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References to environment variables in a routes file. */
class VariablesTest {

    private static final Map<String, String> VARIABLES = Map.of("PORT", "8123", "NAME", "o");

    @Test
    void reference_needs_no_quotes() {
        assertThat(read("""
                        version: 1
                        server:
                          http:
                            port: ${PORT}
                        sites: [ { hosts: ["*"], routes: [ { respond: { status: 204 } } ] } ]
                        """))
                .isInstanceOfSatisfying(
                        ReadResult.Loaded.class,
                        loaded ->
                                assertThat(loaded.file().server().http().port()).isEqualTo(8123));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${NONE:${PORT}}", "${PORT:{file}}"})
    void brace_in_a_default_would_leave_half_of_it_behind(String body) {
        assertThat(problem("""
                        version: 1
                        sites: [ { hosts: ["*"], routes: [ { respond: { status: 200, body: "%s" } } ] } ]
                        """.formatted(body)))
                .isEqualTo("sites[0].routes[0].respond.body: not a reference to a variable: \"" + body + "\"");
    }

    @Test
    void name_of_an_origin_is_no_reference() {
        assertThat(problem("""
                        version: 1
                        origins: { "${NAME}": { targets: [ { url: "http://a.example" } ] } }
                        sites: [ { hosts: ["*"], routes: [ { respond: { status: 204 } } ] } ]
                        """)).isEqualTo("origins.${NAME}: a variable in a key: \"${NAME}\"");
    }

    private static String problem(String text) {
        return read(text) instanceof ReadResult.Refused refused
                ? refused.problems().stream().map(Problem::described).reduce("", String::concat)
                : "";
    }

    private static ReadResult read(String text) {
        return new RoutesFileReader(Catalogue.FUNCTIONS, name -> Optional.ofNullable(VARIABLES.get(name)))
                .read(text, "skerry.yaml", Path.of(""));
    }
}
