package io.skerry.cache.invalidation;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which stored responses a purge means.
 *
 * <p>{@link #matches} is the meaning, one response at a time. The purge log answers the same question with indexes, and its
 * property tests compare the two.
 */
public sealed interface PurgeSelector {

    /** The only site whose responses it means; empty for all sites. */
    Optional<String> site();

    /** The same selector, of this site alone. */
    default PurgeSelector within(String site) {
        Optional<String> only = Optional.of(site);
        return switch (this) {
            case Url url -> new Url(url.uri(), url.queryMatch(), only);
            case UrlVariant variant ->
                new UrlVariant(new Url(variant.url().uri(), variant.url().queryMatch(), only), variant.fields());
            case Tag tag -> new Tag(tag.tag(), only);
            case Prefix prefix -> new Prefix(prefix.host(), prefix.path(), only);
            case Host host -> new Host(host.host(), only);
            case Everything everything -> new Everything(only);
        };
    }

    /** Whether this stored response is meant. */
    default boolean matches(StoredHead head) {
        if (site().isPresent() && !site().get().equals(head.site())) {
            return false;
        }
        return switch (this) {
            case Url url -> url.covers(head.uri()) || url.coversAny(head.parents());
            case UrlVariant variant ->
                (variant.url().covers(head.uri()) && variant.selects(head.variant()))
                        || variant.url().coversAny(head.parents());
            case Tag tag -> head.tags().contains(tag.tag());
            case Prefix prefix ->
                prefix.covers(head.uri()) || head.parents().stream().anyMatch(prefix::covers);
            case Host host -> host.covers(head.uri()) || head.parents().stream().anyMatch(host::covers);
            case Everything everything -> true;
        };
    }

    /**
     * One URL: all variants, codings and ranges of it, and everything made from it (lineage).
     *
     * @param uri in canonical form, as {@code CacheKeyFactory} makes it of the client's URL
     * @param queryMatch whether the query must be the same
     * @param site see {@link #site()}
     */
    record Url(TargetUri uri, QueryMatch queryMatch, Optional<String> site) implements PurgeSelector {
        public Url {
            Objects.requireNonNull(uri);
            Objects.requireNonNull(queryMatch);
            Objects.requireNonNull(site);
        }

        private boolean coversAny(List<TargetUri> parents) {
            for (TargetUri parent : parents) {
                if (covers(parent)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether it means this URI. */
        public boolean covers(TargetUri other) {
            return switch (queryMatch) {
                case EXACT -> uri.equals(other);
                case IGNORED -> uri.withQuery("").equals(other.withQuery(""));
            };
        }
    }

    /**
     * Those variants of one URL that requests with certain fields select, and everything made from any variant of it: lineage knows
     * URLs, not variants.
     *
     * @param url which URL, and in which site
     * @param fields request fields in normal form, at least one; what else a response varies by does not matter
     */
    record UrlVariant(Url url, VariantKey fields) implements PurgeSelector {
        public UrlVariant {
            Objects.requireNonNull(url);
            if (fields.inputs().isEmpty()) {
                throw new IllegalArgumentException("a variant without fields");
            }
        }

        @Override
        public Optional<String> site() {
            return url.site();
        }

        /** Whether a request with these fields may select this variant: nothing that it varies by says otherwise. */
        public boolean selects(VariantKey variant) {
            for (int i = 0; i < variant.inputs().size(); i++) {
                int at = fields.inputs().indexOf(variant.inputs().get(i));
                if (at >= 0 && !fields.values().get(at).equals(variant.values().get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Every response that carries a tag. Tags compare exactly, case included (RFC 9875 2).
     *
     * @param tag not empty
     * @param site see {@link #site()}
     */
    record Tag(String tag, Optional<String> site) implements PurgeSelector {
        public Tag {
            Objects.requireNonNull(site);
            if (tag.isEmpty()) {
                throw new IllegalArgumentException("an empty tag");
            }
        }
    }

    /**
     * Every URL of a host below a path: the path itself, and what follows it after a slash. {@code /assets/v3} means {@code
     * /assets/v3} and {@code /assets/v3/app.js}, not {@code /assets/v30}; {@code /assets/v3/} means only what is below.
     *
     * @param host lower case; see {@link Host} for ports
     * @param path normalised like a {@link TargetUri}'s path, starts with a slash
     * @param site see {@link #site()}
     */
    record Prefix(String host, String path, Optional<String> site) implements PurgeSelector {
        public Prefix {
            Objects.requireNonNull(site);
            Host.check(host);
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path starts with a slash: " + path);
            }
        }

        /** Whether it means this URI. */
        public boolean covers(TargetUri uri) {
            return Host.covers(host, uri) && coversPath(uri.path());
        }

        private boolean coversPath(String other) {
            if (!other.startsWith(path)) {
                return false;
            }
            return path.endsWith("/") || other.length() == path.length() || other.charAt(path.length()) == '/';
        }
    }

    /**
     * Every URL of a host, http and https. Without a port it means all ports of the host; with one, that port alone.
     *
     * @param host lower case
     * @param site see {@link #site()}
     */
    record Host(String host, Optional<String> site) implements PurgeSelector {
        public Host {
            Objects.requireNonNull(site);
            check(host);
        }

        /** Whether it means this URI. */
        public boolean covers(TargetUri uri) {
            return covers(host, uri);
        }

        private static boolean covers(String host, TargetUri uri) {
            return host.equals(uri.authority()) || host.equals(uri.host());
        }

        private static void check(String host) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("an empty host");
            }
            for (int i = 0; i < host.length(); i++) {
                if (host.charAt(i) >= 'A' && host.charAt(i) <= 'Z') {
                    throw new IllegalArgumentException("a host is in lower case: " + host);
                }
            }
        }
    }

    /**
     * Every stored response.
     *
     * @param site see {@link #site()}
     */
    record Everything(Optional<String> site) implements PurgeSelector {
        public Everything {
            Objects.requireNonNull(site);
        }
    }

    /** Whether a URL's query takes part in matching. */
    enum QueryMatch {
        /** The query must be the same. */
        EXACT,
        /** Any query, or none. */
        IGNORED
    }
}
