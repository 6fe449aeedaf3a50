package io.skerry.edge.config.problem;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems as a SARIF 2.1.0 log (OASIS), as code-scanning services read it. */
final class SarifReport {

    private static final JsonMapper MAPPER = new JsonMapper();

    private SarifReport() {}

    static String render(List<Problem> problems) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "skerry check");
        ArrayNode rules = driver.putArray("rules");
        problems.stream()
                .map(problem -> problem.kind().token())
                .distinct()
                .sorted()
                .forEach(token -> rules.addObject().put("id", token));
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        problems.forEach(problem -> describe(problem, results.addObject()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void describe(Problem problem, ObjectNode out) {
        out.put("ruleId", problem.kind().token());
        out.put("level", problem.severity().word());
        String hint = problem.hint().text();
        out.putObject("message").put("text", problem.described() + (hint.isEmpty() ? "" : "; " + hint));
        ObjectNode location = out.putArray("locations").addObject().putObject("physicalLocation");
        location.putObject("artifactLocation").put("uri", problem.file());
        Span span = problem.span();
        ObjectNode region = location.putObject("region");
        region.put("startLine", span.line()).put("startColumn", span.column());
        region.put("endLine", span.endLine()).put("endColumn", span.endColumn());
    }
}
