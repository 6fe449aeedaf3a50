package io.skerry.edge.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A URL of the oracle's origin: says how long its content is and how it behaves.
 *
 * @param site the host that the client asks and the origin is asked as
 * @param name path below {@code /o/}, of letters, digits, hyphens and slashes
 * @param length of the content in bytes, before the version adds its few
 * @param maxAgeSeconds of {@code Cache-Control}
 * @param behaviours what else it does
 */
public record OracleUrl(String site, String name, long length, int maxAgeSeconds, Set<Behaviour> behaviours) {

    private static final String PREFIX = "/o/";
    private static final int GROUPS = 8;

    public OracleUrl {
        behaviours = Set.copyOf(behaviours);
    }

    /** Content that may be stored for an hour. */
    public static OracleUrl of(String site, String name, long length, Behaviour... behaviours) {
        return new OracleUrl(site, name, length, 3600, Set.of(behaviours));
    }

    /** Reads a request's target back; a site's name is taken without a port. */
    static OracleUrl parse(String host, String target) {
        int query = target.indexOf('?');
        if (!target.startsWith(PREFIX) || query < 0) {
            throw new IllegalArgumentException("not an oracle URL: " + target);
        }
        Map<String, String> parameters = new HashMap<>();
        for (String pair : target.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new OracleUrl(
                host.replaceFirst(":\\d+$", ""),
                target.substring(PREFIX.length(), query),
                Long.parseLong(parameters.getOrDefault("len", "0")),
                Integer.parseInt(parameters.getOrDefault("age", "0")),
                Behaviour.parse(parameters.getOrDefault("do", "")));
    }

    /** Path and query. */
    public String target() {
        return path() + "?len=" + length + "&age=" + maxAgeSeconds + "&do=" + Behaviour.join(behaviours);
    }

    /** The path alone. */
    public String path() {
        return PREFIX + name;
    }

    /** The absolute URL on a plain-text edge, as a purge names it. */
    public String absolute() {
        return "http://" + site + target();
    }

    /** A tag that this URL shares with others of its site. */
    public String group() {
        return site + "-group-" + Math.floorMod(name.hashCode(), GROUPS);
    }

    boolean is(Behaviour behaviour) {
        return behaviours.contains(behaviour);
    }

    /** What selects the content beside the URL. */
    String variant(RequestTraits traits) {
        StringBuilder variant = new StringBuilder();
        if (is(Behaviour.VARY_LANGUAGE)) {
            variant.append("language=").append(traits.language()).append(';');
        }
        if (is(Behaviour.AUTHORIZATION)) {
            variant.append("authorization=").append(traits.authorization()).append(';');
        }
        if (is(Behaviour.PRIVATE) || is(Behaviour.NO_STORE)) {
            variant.append("client=").append(traits.client());
        }
        return variant.toString();
    }

    /** Whether a purge that leaves the response stored as stale forbids its use all the same. */
    boolean neverStale() {
        return is(Behaviour.MUST_REVALIDATE)
                || is(Behaviour.PRIVATE)
                || is(Behaviour.NO_STORE)
                || is(Behaviour.AUTHORIZATION);
    }
}
