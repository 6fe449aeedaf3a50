package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFormatTest {

    private static final String SITES =
            "version: 1\nsites: [ { hosts: [a], routes: [ { respond: { status: 200 } } ] } ]\n";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<Problem> PROBLEMS = problems("""
            version: 1
            origins: { o: { targets: [ { url: "http://a" } ], balance: least-requests } }
            sites: [ { hosts: [a], routes: [ { origin: p } ] } ]
            """);

    @Test
    void json_names_place_path_and_suggestion_of_each_problem() {
        JsonNode root = MAPPER.readTree(ReportFormat.JSON.render(PROBLEMS));

        assertThat(root.get("valid").asBoolean()).isFalse();
        assertThat(root.get("problems").get(0)).isEqualTo(MAPPER.readTree("""
                                {"severity": "error", "kind": "invalid-value", "file": "skerry.yaml", "line": 2, "column": 60,
                                 "path": "origins.o.balance", "message": "unknown value \\"least-requests\\"",
                                 "suggestion": "least-request", "expected": "round-robin, least-request"}
                                """));
        assertThat(root.get("problems").get(1).get("kind").asString()).isEqualTo("unknown-name");
    }

    @Test
    void sarif_has_one_result_for_each_problem_with_its_region() {
        JsonNode root = MAPPER.readTree(ReportFormat.SARIF.render(PROBLEMS));

        assertThat(root.get("version").asString()).isEqualTo("2.1.0");
        JsonNode run = root.at("/runs/0");
        assertThat(run.at("/tool/driver/rules").findValuesAsString("id"))
                .containsExactly("invalid-value", "unknown-name");
        assertThat(run.get("results")).hasSize(2);
        assertThat(run.at("/results/0")).isEqualTo(MAPPER.readTree("""
                                {"ruleId": "invalid-value", "level": "error",
                                 "message": {"text": "origins.o.balance: unknown value \\"least-requests\\"; did you mean \\"least-request\\"?  (round-robin, least-request)"},
                                 "locations": [ {"physicalLocation": {
                                   "artifactLocation": {"uri": "skerry.yaml"},
                                   "region": {"startLine": 2, "startColumn": 60, "endLine": 2, "endColumn": 74} } } ] }
                                """));
    }

    @Test
    void no_problems_is_said_in_words_and_in_json() {
        assertThat(ReportFormat.TEXT.render(List.of())).isEqualTo("No errors.\n");
        assertThat(MAPPER.readTree(ReportFormat.JSON.render(List.of()))
                        .get("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void control_characters_of_a_file_do_not_reach_the_terminal() {
        String report = ReportFormat.TEXT.render(problems("version: 1 \u001b[31m\nsites: []\n"));

        assertThat(report).doesNotContain("\u001b");
    }

    @Test
    void long_value_is_shown_with_its_beginning() {
        String report =
                ReportFormat.TEXT.render(problems(SITES + "storage: { memory: " + "b".repeat(100_000) + " }\n"));

        assertThat(report.length()).isLessThan(10_000);
        assertThat(report).contains("    3 | storage: { memory: bbb").contains("bbb…\n");
    }

    @Test
    void pointer_stands_below_a_part_far_along_a_line() {
        String padding = " ".repeat(1_000);
        String text = SITES + "server: {" + padding + "nobody: 1" + padding + "}\n";

        List<String> lines = ReportFormat.TEXT.render(problems(text)).lines().toList();

        String shown = lines.get(1);
        assertThat(shown).startsWith("    3 | …").endsWith("…").hasSizeLessThan(420);
        assertThat(lines.get(2).indexOf('^')).isEqualTo(shown.indexOf("nobody"));
    }

    private static List<Problem> problems(String text) {
        return ((ReadResult.Refused) RoutesFileReader.read(text, "skerry.yaml", Catalogue.FUNCTIONS)).problems();
    }
}
