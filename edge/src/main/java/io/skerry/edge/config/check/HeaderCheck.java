package io.skerry.edge.config.check;

import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Fields that frame or route a message belong to the edge: changing them would let the two sides of it see different messages. So does
 * the one by which loops are found (RFC 8586 2: it must not be changed by a configuration).
 */
final class HeaderCheck {

    private static final Set<String> OF_THE_EDGE = Set.of(
            "cdn-loop",
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderCheck() {}

    static void check(RoutesFile file, Findings findings) {
        YamlPath sites = YamlPath.ROOT.key("sites");
        for (int i = 0; i < findings.length(sites); i++) {
            checkBlock(sites.index(i).key("headers"), findings);
            YamlPath routes = sites.index(i).key("routes");
            for (int j = 0; j < findings.length(routes); j++) {
                checkBlock(routes.index(j).key("headers"), findings);
                checkKeys(routes.index(j).key("respond").key("headers"), findings);
            }
        }
    }

    private static void checkBlock(YamlPath headers, Findings findings) {
        for (String direction : List.of("request", "response")) {
            YamlPath changes = headers.key(direction);
            checkKeys(changes.key("set"), findings);
            checkKeys(changes.key("add"), findings);
            YamlPath removed = changes.key("remove");
            for (int i = 0; i < findings.length(removed); i++) {
                Optional<YamlNode> name =
                        removed.index(i).find(findings.document().root());
                if (name.isPresent() && name.get() instanceof YamlNode.Scalar scalar && ofTheEdge(scalar.text())) {
                    findings.error(Kind.CONFLICT, removed.index(i), message(scalar.text()));
                }
            }
        }
    }

    private static void checkKeys(YamlPath fields, Findings findings) {
        findings.keys(fields).stream()
                .filter(HeaderCheck::ofTheEdge)
                .forEach(name -> findings.keyError(Kind.CONFLICT, fields, name, message(name)));
    }

    private static boolean ofTheEdge(String name) {
        return OF_THE_EDGE.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String message(String name) {
        boolean host = name.equalsIgnoreCase("host");
        return "the field \"" + name + "\" is set by the edge" + (host ? "; use \"host\" of the origin" : "");
    }
}
