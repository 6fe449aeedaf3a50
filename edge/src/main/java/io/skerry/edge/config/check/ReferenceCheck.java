package io.skerry.edge.config.check;

import io.skerry.edge.config.model.CacheChoice;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.OriginSettings;
import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Names a route uses and the file has to define. */
final class ReferenceCheck {

    private ReferenceCheck() {}

    static void check(RouteContext context, Findings findings) {
        checkOrigin(context, findings);
        checkTarget(context, findings);
        checkPolicy(context, findings);
    }

    private static void checkOrigin(RouteContext context, Findings findings) {
        // The keys of the file, not of the record: an origin that could not be bound has its own error.
        List<String> known = findings.keys(YamlPath.ROOT.key("origins"));
        Optional<String> origin = context.route().origin();
        if (origin.isPresent() && !known.contains(origin.get())) {
            unknown("origin", origin.get(), known, context.path().key("origin"), findings);
        }
    }

    private static void checkTarget(RouteContext context, Findings findings) {
        Optional<OriginSettings> origin =
                context.route().origin().map(name -> context.file().origins().get(name));
        Optional<String> target = context.route().target();
        if (origin.isEmpty() || target.isEmpty()) {
            return;
        }
        List<String> labels = origin.get().targets().stream()
                .flatMap(one -> one.label().stream())
                .toList();
        if (!labels.contains(target.get())) {
            unknown("label", target.get(), labels, context.path().key("target"), findings);
        }
    }

    private static void checkPolicy(RouteContext context, Findings findings) {
        if (!(context.route().cache() instanceof CacheChoice.Policy(String name))) {
            return;
        }
        TreeSet<String> policies = new TreeSet<>(CachePolicySettings.PREDEFINED.keySet());
        policies.addAll(findings.keys(YamlPath.ROOT.key("cachePolicies")));
        if (!policies.contains(name)) {
            List<String> known = new ArrayList<>(policies);
            known.addFirst("off");
            unknown("cache policy", name, known, context.path().key("cache"), findings);
        }
    }

    private static void unknown(String what, String name, List<String> known, YamlPath path, Findings findings) {
        String expected = known.isEmpty() ? "one that the file defines, and it defines none" : String.join(", ", known);
        Hint hint = new Hint(findings.closest(name, known), expected);
        findings.error(Kind.UNKNOWN_NAME, path, "unknown " + what + " \"" + name + "\"", hint);
    }
}
