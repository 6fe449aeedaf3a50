package io.skerry.edge.config.model;

import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole routes file, checked, with every default filled in. Immutable: a generation of the edge is built from one of these.
 *
 * @param version of the format
 * @param server listeners, limits and time-outs
 * @param cluster the nodes that share their purges with this one, if any
 * @param storage where responses are stored
 * @param tags how purge tags compare, and who sees them
 * @param geo where countries are looked up, if anywhere
 * @param cachePolicies by name, with the predefined ones ({@link CachePolicySettings#PREDEFINED})
 * @param origins by name
 * @param sites in file order
 */
public record RoutesFile(
        @Required @OneOf(1) @Description("Version of the format of this file")
        int version,

        @Description("Listeners, limits and time-outs") ServerSettings server,

        @Description("The cluster this node shares purges with; without it the node stands alone")
        Optional<ClusterSettings> cluster,

        @Description("Where responses are stored") StorageSettings storage,

        @Description("How purge tags compare, and who sees them")
        TagSettings tags,

        @Description("Where the country of an address is looked up")
        Optional<GeoSettings> geo,

        @Description("Cache policies, written once and used by name; standard and versioned are predefined")
        Map<String, CachePolicySettings> cachePolicies,

        @Description("The servers responses come from, by name")
        Map<String, OriginSettings> origins,

        @Required @NotEmpty @Description("The sites this edge answers for")
        List<SiteSettings> sites) {

    public RoutesFile {
        cachePolicies = withPredefined(cachePolicies);
        origins = Map.copyOf(origins);
        sites = List.copyOf(sites);
    }

    private static Map<String, CachePolicySettings> withPredefined(Map<String, CachePolicySettings> written) {
        Map<String, CachePolicySettings> all = new LinkedHashMap<>(CachePolicySettings.PREDEFINED);
        all.putAll(written);
        return Map.copyOf(all);
    }

    /** The certificates of the https listener: those of the server, then those of the sites. Empty when https is off. */
    public List<CertificateSettings> certificates() {
        return Stream.concat(
                        server.https().certificates().stream(), sites.stream().flatMap(site -> site.tls().stream()))
                .toList();
    }

    /** Whether there is an https listener: there is one as soon as there is a certificate. */
    public boolean servesHttps() {
        return !certificates().isEmpty();
    }
}
