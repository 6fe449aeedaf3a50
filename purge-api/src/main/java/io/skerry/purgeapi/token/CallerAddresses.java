package io.skerry.purgeapi.token;

import io.skerry.cache.address.AddressRanges;
import java.util.Objects;

/**
 * Addresses from which the method {@code PURGE} needs no token: what sends it (MediaWiki, plugins made for Varnish) has no place for one. Of
 * no other method: pages of any site can have a browser send those.
 *
 * @param ranges where such callers are, and nobody else
 */
public record CallerAddresses(AddressRanges ranges) implements Credential {
    public CallerAddresses {
        Objects.requireNonNull(ranges);
    }
}
