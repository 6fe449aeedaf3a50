package io.skerry.edge.config.model;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.util.List;
import java.util.Optional;

/**
 * What of a request belongs to the cache key, beyond site, scheme, host and path.
 *
 * @param query which query parameters
 * @param cookies which cookies, by name
 * @param headers which header fields
 */
public record KeySettings(
        @Description("Which query parameters") Query query,

        @Description(
                "Which cookies, by name; where the policy has a ttl, the origin sees no others of what may come from the cache")
        List<CookieName> cookies,

        @Description("Which header fields") List<FieldName> headers) {

    /** The whole query as it came, no cookies, no header fields. */
    public static final KeySettings EVERYTHING = new KeySettings(
            new Query(new IgnoredParameters.Named(List.of()), Optional.empty(), false), List.of(), List.of());

    public KeySettings {
        cookies = List.copyOf(cookies);
        headers = List.copyOf(headers);
    }

    /**
     * Which query parameters belong to the key.
     *
     * @param ignore those that do not
     * @param only those that do, when all others do not
     * @param sort whether their order is immaterial
     */
    public record Query(
            @Default("[]")
            @Description(
                    "Parameters outside the key: a list of names and beginnings (ref_*), or tracking for the maintained one (utm_*, gclid, …)")
            IgnoredParameters ignore,

            @Description("The only parameters in the key") Optional<List<String>> only,

            @Default("false") @Description("Whether the order of parameters is immaterial")
            boolean sort) {

        public Query {
            only = only.map(List::copyOf);
            if (only.isPresent() && !ignore.equals(new IgnoredParameters.Named(List.of()))) {
                throw new IllegalArgumentException("only: nothing is left to \"ignore\"; use one of them");
            }
        }
    }
}
