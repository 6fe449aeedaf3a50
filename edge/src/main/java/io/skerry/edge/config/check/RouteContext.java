package io.skerry.edge.config.check;

import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.List;

/**
 * A route together with where it stands.
 *
 * @param file the whole file
 * @param route the route
 * @param path where it stands
 */
record RouteContext(RoutesFile file, RouteSettings route, YamlPath path) {

    /** All routes whose place is certain: where an element of a list could not be bound, positions after it are not. */
    static List<RouteContext> all(RoutesFile file, Document document) {
        Findings tree = new Findings(document, List.of());
        YamlPath sites = YamlPath.ROOT.key("sites");
        List<RouteContext> all = new ArrayList<>();
        if (tree.length(sites) != file.sites().size()) {
            return all;
        }
        for (int i = 0; i < file.sites().size(); i++) {
            SiteSettings site = file.sites().get(i);
            YamlPath routes = sites.index(i).key("routes");
            boolean certain = tree.length(routes) == site.routes().size();
            for (int j = 0; certain && j < site.routes().size(); j++) {
                all.add(new RouteContext(file, site.routes().get(j), routes.index(j)));
            }
        }
        return all;
    }
}
