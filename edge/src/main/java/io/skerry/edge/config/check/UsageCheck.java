package io.skerry.edge.config.check;

import io.skerry.edge.config.model.CacheChoice;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Origins and policies nobody uses: most often a name that was meant somewhere else. A warning, never an error. */
final class UsageCheck {

    private UsageCheck() {}

    static void check(RoutesFile file, Findings findings) {
        Set<String> origins = new HashSet<>();
        Set<String> policies = new HashSet<>(CachePolicySettings.PREDEFINED.keySet());
        List<RouteSettings> routes =
                file.sites().stream().flatMap(site -> site.routes().stream()).toList();
        for (RouteSettings route : routes) {
            route.origin().ifPresent(origins::add);
            if (route.cache() instanceof CacheChoice.Policy(String name)) {
                policies.add(name);
            }
        }
        warn("origin", YamlPath.ROOT.key("origins"), origins, findings);
        warn("cache policy", YamlPath.ROOT.key("cachePolicies"), policies, findings);
    }

    private static void warn(String what, YamlPath path, Set<String> used, Findings findings) {
        if (!findings.written(path)
                || !(path.nearest(findings.document().root()) instanceof YamlNode.Mapping mapping)) {
            return;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            if (!used.contains(name)) {
                String message = "no route uses this " + what;
                findings.add(findings.document()
                        .warning(Kind.UNUSED, path.key(name), entry.key().span(), message));
            }
        }
    }
}
