package io.skerry.edge.config.check;

import io.skerry.edge.config.model.CacheChoice;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.FunctionUse;
import io.skerry.edge.config.model.RewriteSettings;
import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.problem.Suggestion;
import io.skerry.edge.config.yaml.YamlPath;
import io.skerry.edge.routing.PathPattern;
import io.skerry.edge.routing.Template;
import io.skerry.functions.api.CaptureNeeds;
import java.util.List;

/** Templates and functions use only what the path of their route captures, and a prefix to rewrite is one its paths begin with. */
final class CaptureCheck {

    private CaptureCheck() {}

    static void check(RouteContext context, Findings findings) {
        YamlPath path = context.path();
        if (!findings.bound(path.key("match"))) {
            return;
        }
        context.route().redirect().ifPresent(redirect -> {
            checkTemplate(redirect.to(), path.key("redirect").key("to"), context, findings);
        });
        context.route().rewrite().ifPresent(rewrite -> checkRewrite(rewrite, context, findings));
        if (context.route().cache() instanceof CacheChoice.Policy(String name)) {
            checkTags(name, context, findings);
        }
        checkFunctions(context, findings);
    }

    private static void checkFunctions(RouteContext context, Findings findings) {
        List<FunctionUse> uses = context.route().functions();
        YamlPath functions = context.path().key("functions");
        for (int i = 0; findings.length(functions) == uses.size() && i < uses.size(); i++) {
            if (uses.get(i).settings() instanceof CaptureNeeds needs) {
                YamlPath with = functions.index(i).key("with");
                needs.neededCaptures().forEach((key, names) -> checkNames(names, with.key(key), context, findings));
            }
        }
    }

    private static void checkRewrite(RewriteSettings rewrite, RouteContext context, Findings findings) {
        YamlPath path = context.path().key("rewrite");
        switch (rewrite) {
            case RewriteSettings.Whole whole -> checkTemplate(whole.path(), path.key("path"), context, findings);
            case RewriteSettings.Prefix prefix -> {
                String text = prefix.prefix().text();
                PathPattern below = PathPattern.parse(text.equals("/") ? "/**" : text + "/**");
                if (!below.covers(context.route().match().path())) {
                    String message =
                            "not every path of " + context.route().match().path() + " begins with " + text;
                    findings.error(Kind.CONFLICT, path.key("prefix"), message);
                }
            }
        }
    }

    private static void checkTags(String policy, RouteContext context, Findings findings) {
        CachePolicySettings settings = context.file().cachePolicies().get(policy);
        YamlPath tags = YamlPath.ROOT.key("cachePolicies").key(policy).key("tags");
        if (settings == null || findings.length(tags) != settings.tags().size()) {
            return;
        }
        for (int i = 0; i < settings.tags().size(); i++) {
            checkTemplate(settings.tags().get(i), tags.index(i), context, findings);
        }
    }

    private static void checkTemplate(Template template, YamlPath path, RouteContext context, Findings findings) {
        checkNames(template.names(), path, context, findings);
    }

    private static void checkNames(List<String> names, YamlPath path, RouteContext context, Findings findings) {
        List<String> known = context.route().match().path().captureNames();
        for (String name : names) {
            if (!known.contains(name)) {
                String message = "{" + name + "} is not captured by route \""
                        + context.route().name() + "\" (line " + findings.line(context.path()) + ")";
                String expected = known.isEmpty()
                        ? "no {name}: its path captures nothing"
                        : "{" + String.join("}, {", known) + "}";
                findings.error(Kind.UNKNOWN_NAME, path, message, new Hint(Suggestion.closest(name, known), expected));
            }
        }
    }
}
