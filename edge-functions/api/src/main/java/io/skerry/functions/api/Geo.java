package io.skerry.functions.api;

import java.util.Optional;

/** Where a client is, by its address and the edge's geo database; each read is an input of its own. */
public interface Geo {

    /**
     * The country.
     *
     * @return ISO 3166-1 alpha-2 in upper case; empty when it is not known
     */
    Optional<String> country();

    /**
     * The first subdivision of the country.
     *
     * @return the part of ISO 3166-2 after the hyphen; empty when it is not known
     */
    Optional<String> region();

    /**
     * The city.
     *
     * @return its English name; empty when it is not known
     */
    Optional<String> city();
}
