package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import java.util.Objects;

/** One thing that a request asks to be purged, well-formed but not yet compared with the sites of the node. */
public sealed interface PurgeItem {

    /** Where it stands in the request, as a JSON pointer. */
    String pointer();

    /**
     * A URL as clients request it.
     *
     * @param pointer see {@link #pointer()}
     * @param url normalised like a request's
     * @param queryMatch whether the query counts
     * @param fields request fields, normalised: only variants that they select are meant; without any, all variants
     */
    record Url(String pointer, TargetUri url, QueryMatch queryMatch, VariantKey fields) implements PurgeItem {

        /** All variants of a URL. */
        public Url(String pointer, TargetUri url, QueryMatch queryMatch) {
            this(pointer, url, queryMatch, VariantKey.none());
        }

        public Url {
            Objects.requireNonNull(fields);
            Objects.requireNonNull(pointer);
            Objects.requireNonNull(url);
            Objects.requireNonNull(queryMatch);
        }
    }

    /**
     * A tag.
     *
     * @param pointer see {@link #pointer()}
     * @param tag visible characters without spaces
     */
    record Tag(String pointer, String tag) implements PurgeItem {
        public Tag {
            Objects.requireNonNull(pointer);
            Objects.requireNonNull(tag);
        }
    }

    /**
     * A path prefix of a host.
     *
     * @param pointer see {@link #pointer()}
     * @param host lower case, with a port where one was given
     * @param path normalised like a request's, starts with a slash
     */
    record Prefix(String pointer, String host, String path) implements PurgeItem {
        public Prefix {
            Objects.requireNonNull(pointer);
            Objects.requireNonNull(host);
            Objects.requireNonNull(path);
        }
    }

    /**
     * A host.
     *
     * @param pointer see {@link #pointer()}
     * @param host lower case, with a port where one was given
     */
    record Host(String pointer, String host) implements PurgeItem {
        public Host {
            Objects.requireNonNull(pointer);
            Objects.requireNonNull(host);
        }
    }

    /**
     * Everything.
     *
     * @param pointer see {@link #pointer()}
     */
    record Everything(String pointer) implements PurgeItem {
        public Everything {
            Objects.requireNonNull(pointer);
        }
    }
}
