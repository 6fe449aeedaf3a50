package io.skerry.edge.config.problem;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems as one JSON document: {@code {"valid": false, "problems": [{…}]}}. */
final class JsonReport {

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    static String render(List<Problem> problems) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("valid", problems.stream().noneMatch(Problem::refuses));
        ArrayNode list = root.putArray("problems");
        problems.forEach(problem -> describe(problem, list.addObject()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void describe(Problem problem, ObjectNode out) {
        out.put("severity", problem.severity().word());
        out.put("kind", problem.kind().token());
        out.put("file", problem.file());
        out.put("line", problem.span().line());
        out.put("column", problem.span().column());
        out.put("path", problem.path());
        out.put("message", problem.message());
        problem.hint().suggestion().ifPresent(close -> out.put("suggestion", close));
        if (!problem.hint().expected().isEmpty()) {
            out.put("expected", problem.hint().expected());
        }
    }
}
