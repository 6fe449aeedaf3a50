package io.skerry.edge.generation;

import io.skerry.edge.config.model.Cidr;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.routing.Router;
import io.skerry.origin.OriginClient;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that one reading of the routes file built. Immutable; requests keep the generation they began with.
 *
 * @param number counts generations of this process, from 1
 * @param file what it was built from
 * @param router finds routes
 * @param origins by name; closed with the generation
 * @param functions of all routes; stopped with the generation
 * @param places where clients are
 */
public record Generation(
        int number,
        RoutesFile file,
        Router<Route> router,
        Map<String, OriginClient> origins,
        Functions functions,
        Places places) {

    public Generation {
        Objects.requireNonNull(file);
        Objects.requireNonNull(router);
        origins = Map.copyOf(origins);
        Objects.requireNonNull(functions);
        Objects.requireNonNull(places);
    }

    /** The host that stands for all hosts of a site in stored URLs, where they share responses. */
    public Optional<String> sharedHost(String site) {
        return file.sites().stream()
                .filter(settings -> settings.name().equals(site))
                .filter(settings -> settings.key().host() == SiteSettings.HostSharing.SHARED)
                .map(CachePolicies::sharedHost)
                .findFirst();
    }

    /**
     * Whether a peer is a cache that gets the fields with tags.
     *
     * @param peer an address, as connections have them
     */
    public boolean seesTags(String peer) {
        List<Cidr> keepFor = file.tags().keepFor();
        if (keepFor.isEmpty()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(peer);
            return keepFor.stream().anyMatch(range -> range.contains(address));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** Lets exchanges with origins finish within the grace, then closes the ways to them. */
    public Future<Void> closeOrigins(Duration grace) {
        List<Future<Void>> closing =
                origins.values().stream().map(origin -> origin.close(grace)).toList();
        return Future.join(closing).mapEmpty();
    }
}
