package io.skerry.edge.config.check;

import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.List;

/** What a route does with a request: one thing, and nothing that only belongs to another. */
final class ActionCheck {

    private static final List<String> ACTIONS = List.of("origin", "redirect", "respond");
    private static final List<String> NEED_ORIGIN = List.of("target", "rewrite");
    private static final List<String> NEED_CONTENT = List.of("cache", "functions");

    private ActionCheck() {}

    static void check(RouteContext context, Findings findings) {
        YamlPath path = context.path();
        List<String> written = ACTIONS.stream()
                .filter(action -> findings.written(path.key(action)))
                .toList();
        String route = "route \"" + context.route().name() + "\" ";
        if (written.isEmpty() && findings.length(path.key("functions")) == 0) {
            findings.routeError(
                    Kind.MISSING_KEY,
                    path,
                    route + "does nothing: it needs one of origin, redirect, respond or functions");
        }
        if (written.size() > 1) {
            findings.keyError(
                    Kind.CONFLICT,
                    path,
                    written.get(1),
                    "a route has one of " + String.join(", ", ACTIONS) + ", not " + String.join(" and ", written));
        }
        if (!written.contains("origin")) {
            refuse(NEED_ORIGIN, "\"%s\" means nothing without \"origin\"", path, findings);
        }
        if (!written.isEmpty() && !written.contains("origin")) {
            refuse(NEED_CONTENT, "\"%s\" means nothing beside \"" + written.getFirst() + "\"", path, findings);
        }
    }

    private static void refuse(List<String> keys, String message, YamlPath path, Findings findings) {
        keys.stream()
                .filter(key -> findings.written(path.key(key)))
                .forEach(key -> findings.keyError(Kind.CONFLICT, path, key, message.formatted(key)));
    }
}
