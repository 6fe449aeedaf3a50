package io.skerry.edge.config.check;

import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.yaml.Document;
import java.util.List;

/** All rules across keys. */
public final class RoutesFileCheck {

    private RoutesFileCheck() {}

    /**
     * What breaks a rule. The file may be incomplete, when parts of it could not be bound; a rule about such a part says nothing.
     *
     * @param document what the file was bound from
     * @param unbound what is wrong with parts that could not be bound
     */
    public static List<Problem> check(RoutesFile file, Document document, List<Problem> unbound) {
        Findings findings = new Findings(document, unbound);
        ListenerCheck.check(file, findings);
        SiteCheck.check(file, findings);
        for (RouteContext route : RouteContext.all(file, document)) {
            ActionCheck.check(route, findings);
            ReferenceCheck.check(route, findings);
            CaptureCheck.check(route, findings);
        }
        HeaderCheck.check(file, findings);
        UsageCheck.check(file, findings);
        FileCheck.check(file, findings);
        return findings.found();
    }
}
