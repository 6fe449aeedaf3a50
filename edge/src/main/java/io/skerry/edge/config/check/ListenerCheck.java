package io.skerry.edge.config.check;

import io.skerry.edge.config.model.Address;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.ServerSettings;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Listeners that cannot exist beside each other, and an https listener that has nothing to show. */
final class ListenerCheck {

    private static final List<String> EVERYWHERE = List.of("0.0.0.0", "::");

    private ListenerCheck() {}

    static void check(RoutesFile file, Findings findings) {
        YamlPath server = YamlPath.ROOT.key("server");
        ServerSettings settings = file.server();
        Map<YamlPath, Address> listeners = new LinkedHashMap<>();
        listeners.put(
                server.key("http"),
                new Address(settings.http().address().text(), settings.http().port()));
        if (file.servesHttps()) {
            listeners.put(
                    server.key("https"),
                    new Address(
                            settings.https().address().text(), settings.https().port()));
        } else if (findings.written(server.key("https")) && !certificateWritten(findings)) {
            findings.keyError(
                    Kind.CONFLICT, server, "https", "there is no certificate, neither here nor at a site (tls)");
        }
        listeners.put(server.key("admin"), settings.admin().address());
        findClashes(listeners, findings);
    }

    /** A certificate that could not be bound has its own error. */
    private static boolean certificateWritten(Findings findings) {
        YamlPath sites = YamlPath.ROOT.key("sites");
        for (int i = 0; i < findings.length(sites); i++) {
            if (findings.written(sites.index(i).key("tls"))) {
                return true;
            }
        }
        return findings.length(YamlPath.ROOT.key("server").key("https").key("certificates")) > 0;
    }

    private static void findClashes(Map<YamlPath, Address> listeners, Findings findings) {
        List<Map.Entry<YamlPath, Address>> all = List.copyOf(listeners.entrySet());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (clash(all.get(i).getValue(), all.get(j).getValue())) {
                    String message = "listens on " + all.get(i).getValue() + ", which "
                            + all.get(j).getKey() + " has taken";
                    findings.blockError(Kind.DUPLICATE, all.get(i).getKey(), message);
                }
            }
        }
    }

    private static boolean clash(Address one, Address other) {
        boolean samePort = one.port() == other.port() && one.port() != 0;
        boolean sameHost = one.host().equals(other.host());
        return samePort && (sameHost || EVERYWHERE.contains(one.host()) || EVERYWHERE.contains(other.host()));
    }
}
