package io.skerry.edge;

import io.skerry.cache.address.AddressRanges;
import io.skerry.edge.config.model.CertificateSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.ServerSettings;
import io.skerry.edge.server.ListenerSettings;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a routes file says of the server into settings of its listeners. Reads certificates, so not on an event loop. */
final class Listeners {

    private static final int HEADER_FIELDS = 200;

    private Listeners() {}

    /**
     * The plain listener.
     *
     * @param connections at once, at most
     */
    static ListenerSettings http(ServerSettings server, int connections) {
        return new ListenerSettings(
                server.http().address().text(),
                server.http().port(),
                null,
                limits(server, connections),
                timeouts(server),
                proxies(server));
    }

    /** The encrypted listener, where the file has a certificate; {@code connections} at once, at most. */
    static Optional<ListenerSettings> https(RoutesFile file, int connections, Vertx vertx) throws NodeStartException {
        if (!file.servesHttps()) {
            return Optional.empty();
        }
        ServerSettings server = file.server();
        List<ListenerSettings.Certificate> certificates = new ArrayList<>();
        for (CertificateSettings certificate : file.certificates()) {
            certificates.add(CertificateFiles.read(vertx, certificate));
        }
        ListenerSettings.Versions versions =
                server.https().http2() ? ListenerSettings.Versions.HTTP_1_1_AND_2 : ListenerSettings.Versions.HTTP_1_1;
        return Optional.of(new ListenerSettings(
                server.https().address().text(),
                server.https().port(),
                new ListenerSettings.Tls(certificates, versions),
                limits(server, connections),
                timeouts(server),
                proxies(server)));
    }

    private static ListenerSettings.Limits limits(ServerSettings server, int connections) {
        ServerSettings.Limits limits = server.limits();
        return new ListenerSettings.Limits(
                Math.toIntExact(limits.uriBytes().bytes()),
                Math.toIntExact(limits.headerBytes().bytes()),
                HEADER_FIELDS,
                limits.requestBody().bytes(),
                connections);
    }

    private static ListenerSettings.Timeouts timeouts(ServerSettings server) {
        ServerSettings.Timeouts timeouts = server.timeouts();
        return new ListenerSettings.Timeouts(
                timeouts.head(), timeouts.bodyIdle(), timeouts.writeIdle(), timeouts.keepAlive());
    }

    private static AddressRanges proxies(ServerSettings server) {
        return AddressRanges.of(
                server.trustedProxies().stream().map(Object::toString).toList());
    }
}
