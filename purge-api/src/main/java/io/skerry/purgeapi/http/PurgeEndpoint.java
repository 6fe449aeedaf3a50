package io.skerry.purgeapi.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What a request's method and path ask of the purge API. */
sealed interface PurgeEndpoint {

    /** The method that purges its own target. */
    String PURGE_METHOD = "PURGE";

    /** A purge that the fields and the content describe. */
    record Described() implements PurgeEndpoint {}

    /** A purge of one URL, in absolute form or without a scheme. */
    record Target(String url) implements PurgeEndpoint {
        public Target {
            Objects.requireNonNull(url);
        }
    }

    /** Fastly: a purge of several keys of a service, which is a site. */
    record ServiceKeys(String site) implements PurgeEndpoint {
        public ServiceKeys {
            Objects.requireNonNull(site);
        }
    }

    /** Fastly: a purge of one key of a service. */
    record ServiceKey(String site, String key) implements PurgeEndpoint {
        public ServiceKey {
            Objects.requireNonNull(site);
            Objects.requireNonNull(key);
        }
    }

    /** Fastly: a purge of all of a service. */
    record ServiceAll(String site) implements PurgeEndpoint {
        public ServiceAll {
            Objects.requireNonNull(site);
        }
    }

    /** Cloudflare: a purge within a zone, which is a site. */
    record Zone(String site) implements PurgeEndpoint {
        public Zone {
            Objects.requireNonNull(site);
        }
    }

    /** How a purge stands. */
    record Status(String id) implements PurgeEndpoint {
        public Status {
            Objects.requireNonNull(id);
        }
    }

    /** The purges of this node in order. */
    record Feed() implements PurgeEndpoint {}

    /** What this API can do. */
    record Gateway() implements PurgeEndpoint {}

    /** The OpenAPI document. */
    record Description() implements PurgeEndpoint {}

    /** Nothing. */
    record Unknown() implements PurgeEndpoint {}

    /** Something, by other methods. */
    record OtherMethod(String allowed) implements PurgeEndpoint {
        public OtherMethod {
            Objects.requireNonNull(allowed);
        }
    }

    /**
     * What is asked for.
     *
     * @param method as sent
     * @param target as sent, with a query
     * @param host of the Host field, for targets in origin form
     */
    static PurgeEndpoint of(String method, String target, String host) {
        if (method.equals(PURGE_METHOD)) {
            return new Target(target.startsWith("/") ? host + target : target);
        }
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        List<String> segments = List.of(path.split("/", -1));
        return switch (segments.size() > 1 ? segments.get(1) : "") {
            case "purge" -> purge(method, target, segments);
            case "gateway" -> segments.size() == 2 ? reading(method, new Gateway()) : new Unknown();
            case "openapi.yaml" -> segments.size() == 2 ? reading(method, new Description()) : new Unknown();
            case "service" -> service(method, segments);
            case "client" -> zone(method, segments);
            default -> new Unknown();
        };
    }

    private static PurgeEndpoint purge(String method, String target, List<String> segments) {
        if (segments.size() == 2) {
            return switch (method) {
                case "POST" -> new Described();
                case "GET", "HEAD" -> new Feed();
                default -> new OtherMethod("GET, HEAD, POST");
            };
        }
        return switch (method) {
            case "POST" -> new Target(target.substring("/purge/".length()));
            case "GET", "HEAD" -> segments.size() == 3 ? new Status(segments.get(2)) : new Unknown();
            default -> new OtherMethod("GET, HEAD, POST");
        };
    }

    private static PurgeEndpoint service(String method, List<String> segments) {
        int size = segments.size();
        boolean keys = size >= 4 && segments.get(3).equals("purge");
        if (size == 4 && keys) {
            return posting(method, new ServiceKeys(decoded(segments.get(2))));
        }
        if (size == 5 && keys) {
            return posting(method, new ServiceKey(decoded(segments.get(2)), decoded(segments.get(4))));
        }
        return size == 4 && segments.get(3).equals("purge_all")
                ? posting(method, new ServiceAll(decoded(segments.get(2))))
                : new Unknown();
    }

    private static PurgeEndpoint zone(String method, List<String> segments) {
        return segments.size() == 6
                        && segments.subList(1, 4).equals(List.of("client", "v4", "zones"))
                        && segments.get(5).equals("purge_cache")
                ? posting(method, new Zone(decoded(segments.get(4))))
                : new Unknown();
    }

    private static PurgeEndpoint posting(String method, PurgeEndpoint endpoint) {
        return method.equals("POST") ? endpoint : new OtherMethod("POST");
    }

    private static PurgeEndpoint reading(String method, PurgeEndpoint endpoint) {
        return method.equals("GET") || method.equals("HEAD") ? endpoint : new OtherMethod("GET, HEAD");
    }

    /** A segment as it was meant; as it stands where it cannot be decoded: nothing has such a name. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
