package io.skerry.edge.generation;

import io.skerry.functions.runtime.geo.GeoPlace;

/** Looks up where an address is. Safe on event loops; never blocks. */
@FunctionalInterface
public interface Places {

    /** Knows no place. */
    Places NONE = _ -> GeoPlace.unknown();

    /** The place of an IP address in text form; unknown for anything else. */
    GeoPlace of(String address);
}
