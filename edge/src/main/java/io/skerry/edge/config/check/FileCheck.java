package io.skerry.edge.config.check;

import io.skerry.edge.config.model.CertificateSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.yaml.YamlPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files the configuration names are there and can be read. Asks the file system. */
final class FileCheck {

    private FileCheck() {}

    static void check(RoutesFile file, Findings findings) {
        YamlPath server = YamlPath.ROOT.key("server");
        YamlPath tokens = server.key("admin").key("tokens").key("file");
        file.server().admin().tokens().ifPresent(reference -> readable(reference.file(), tokens, findings));
        file.geo()
                .ifPresent(
                        geo -> readable(geo.database(), YamlPath.ROOT.key("geo").key("database"), findings));
        file.origins().forEach((name, origin) -> {
            YamlPath ca =
                    YamlPath.ROOT.key("origins").key(name).key("tls").key("ca").key("file");
            origin.tls().ca().ifPresent(reference -> readable(reference.file(), ca, findings));
        });
        checkCertificates(file, server.key("https").key("certificates"), findings);
    }

    private static void checkCertificates(RoutesFile file, YamlPath listed, Findings findings) {
        List<CertificateSettings> certificates = file.server().https().certificates();
        for (int i = 0; findings.length(listed) == certificates.size() && i < certificates.size(); i++) {
            certificate(certificates.get(i), listed.index(i), findings);
        }
        YamlPath sites = YamlPath.ROOT.key("sites");
        for (int i = 0;
                findings.length(sites) == file.sites().size()
                        && i < file.sites().size();
                i++) {
            YamlPath tls = sites.index(i).key("tls");
            file.sites().get(i).tls().ifPresent(own -> certificate(own, tls, findings));
        }
    }

    private static void certificate(CertificateSettings certificate, YamlPath path, Findings findings) {
        readable(certificate.cert().file(), path.key("cert").key("file"), findings);
        readable(certificate.key().file(), path.key("key").key("file"), findings);
    }

    private static void readable(Path file, YamlPath path, Findings findings) {
        if (!Files.isRegularFile(file)) {
            findings.error(Kind.MISSING_FILE, path, "there is no file " + file);
        } else if (!Files.isReadable(file)) {
            findings.error(Kind.MISSING_FILE, path, "this process may not read " + file);
        }
    }
}
