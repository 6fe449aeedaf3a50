package io.skerry.edge.config.check;

import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlPath;
import io.skerry.edge.routing.Reachability;
import io.skerry.edge.routing.RouteCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Names and hosts that stand twice, and routes that can never match. */
final class SiteCheck {

    private SiteCheck() {}

    static void check(RoutesFile file, Findings findings) {
        YamlPath sites = YamlPath.ROOT.key("sites");
        if (findings.length(sites) != file.sites().size()) {
            return;
        }
        Map<String, YamlPath> names = new HashMap<>();
        Map<String, YamlPath> hosts = new HashMap<>();
        for (int i = 0; i < file.sites().size(); i++) {
            SiteSettings site = file.sites().get(i);
            YamlPath path = sites.index(i);
            YamlPath taken = names.putIfAbsent(site.name(), path);
            if (taken != null) {
                String message =
                        "the name \"" + site.name() + "\" is taken by the site on line " + findings.line(taken);
                findings.error(Kind.DUPLICATE, path.key("name"), message);
            }
            checkHosts(site, path.key("hosts"), hosts, findings);
            if (findings.length(path.key("routes")) == site.routes().size()) {
                checkRoutes(site.routes(), path.key("routes"), findings);
            }
        }
    }

    private static void checkHosts(SiteSettings site, YamlPath path, Map<String, YamlPath> seen, Findings findings) {
        for (int i = 0;
                findings.length(path) == site.hosts().size() && i < site.hosts().size();
                i++) {
            String host = site.hosts().get(i).text();
            YamlPath taken = seen.putIfAbsent(host, path.index(i));
            if (taken != null) {
                String message = "host \"" + host + "\" stands already on line " + findings.line(taken);
                findings.error(Kind.DUPLICATE, path.index(i), message);
            }
        }
    }

    private static void checkRoutes(List<RouteSettings> routes, YamlPath path, Findings findings) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            String name = routes.get(i).name();
            Integer first = names.putIfAbsent(name, i);
            if (first != null) {
                String message =
                        "the name \"" + name + "\" is taken by the route on line " + findings.line(path.index(first));
                findings.error(Kind.DUPLICATE, path.index(i).key("name"), message);
            }
        }
        checkReach(routes, path, findings);
    }

    /** A route whose match could not be bound has the one that takes everything, which the file does not say. */
    private static void checkReach(List<RouteSettings> routes, YamlPath path, Findings findings) {
        List<Integer> bound = IntStream.range(0, routes.size())
                .filter(i -> findings.bound(path.index(i).key("match")))
                .boxed()
                .toList();
        List<RouteCondition> conditions =
                bound.stream().map(i -> routes.get(i).match().condition()).toList();
        for (int i = 0; i < bound.size(); i++) {
            OptionalInt taker = Reachability.takenBy(conditions, i);
            if (taker.isPresent()) {
                unreachable(routes, bound.get(i), bound.get(taker.getAsInt()), path, findings);
            }
        }
    }

    private static void unreachable(
            List<RouteSettings> routes, int route, int taker, YamlPath path, Findings findings) {
        String message =
                "route \"" + routes.get(route).name() + "\" can never match: every path it accepts is taken by \""
                        + routes.get(taker).name() + "\" (line " + findings.line(path.index(taker)) + ")";
        findings.routeError(Kind.UNREACHABLE, path.index(route), message);
    }
}
