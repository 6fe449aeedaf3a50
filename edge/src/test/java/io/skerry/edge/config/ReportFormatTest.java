package io.skerry.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.ReportFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFormatTest {

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

    private static List<Problem> problems(String text) {
        return ((ReadResult.Refused) RoutesFileReader.read(text, "skerry.yaml", Catalogue.FUNCTIONS)).problems();
    }
}
