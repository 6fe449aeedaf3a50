package io.skerry.edge.config.model;

import io.skerry.edge.routing.HostPattern;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A site: hosts, and what happens to requests for them. Sites never share a stored response.
 *
 * @param name unique in the file; the first host when the file names none
 * @param hosts it answers
 * @param key what of the host belongs to the cache key
 * @param purge whether PURGE is answered where clients come in
 * @param tls a certificate of its own
 * @param headers changes to all its requests and responses, made before those of the route
 * @param routes in file order; the first that accepts a request takes it. A route without a name is called after its position
 */
public record SiteSettings(
        @Default("") @Description("Name in metrics, logs and purges; without it the first host")
        String name,

        @Required @NotEmpty @Description("Hosts it answers: names, *.example.com, or * for all")
        List<HostPattern> hosts,

        @Description("What of the host belongs to the cache key")
        Key key,

        @Default("off")
        @Description(
                "off: PURGE is answered by the admin listener alone, clients get 405; public: it is answered for the hosts of this"
                        + " site as well, with a token")
        PurgeMethod purge,

        @Description("A certificate for these hosts") Optional<CertificateSettings> tls,

        @Description("Header fields changed on all requests and responses of the site")
        HeaderSettings headers,

        @Required @NotEmpty @Description("Routes; the first that accepts a request takes it")
        List<RouteSettings> routes) {

    public SiteSettings {
        hosts = List.copyOf(hosts);
        name = name.isEmpty() && !hosts.isEmpty() ? hosts.getFirst().text() : name;
        routes = named(routes);
    }

    private static List<RouteSettings> named(List<RouteSettings> routes) {
        return IntStream.range(0, routes.size())
                .mapToObj(
                        i -> routes.get(i).name().isEmpty() ? routes.get(i).called("route-" + (i + 1)) : routes.get(i))
                .toList();
    }

    /**
     * What of the host belongs to the cache key.
     *
     * @param host whether the hosts of the site share stored responses
     */
    public record Key(
            @Default("own")
            @Description("own: each host has its responses; shared: the hosts of the site share them, port by port")
            HostSharing host) {}

    /** Whether PURGE is answered where clients come in. */
    public enum PurgeMethod {
        /** It is not: 405. */
        OFF,
        /** It is, with a token that allows it. */
        PUBLIC
    }

    /** Whether the hosts of a site share stored responses. */
    public enum HostSharing {
        /** Each host has its own. */
        OWN,
        /** They share them. */
        SHARED
    }
}
