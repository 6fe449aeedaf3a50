package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.functions.runtime.geo.GeoPlace;
import java.util.Locale;

/** A part of a client's place that can be an input of a response. */
enum GeoField {
    COUNTRY,
    REGION,
    CITY;

    private final String token = name().toLowerCase(Locale.ROOT);

    String of(GeoPlace place) {
        return switch (this) {
            case COUNTRY -> place.country();
            case REGION -> place.region();
            case CITY -> place.city();
        };
    }

    /** The name as an input and in explanations. */
    String token() {
        return token;
    }

    VariantInput input() {
        return new VariantInput(VariantInput.Kind.GEO, token);
    }
}
