package io.skerry.functions.runtime.geo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a place out of one record of a database, in any of the known layouts. */
final class GeoRecord {

    private GeoRecord() {}

    static GeoPlace place(@Nullable Map<?, ?> data) {
        if (data == null) {
            return GeoPlace.unknown();
        }
        String country = text(data.get("country_code"));
        if (country.isEmpty()) {
            country = text(member(data.get("country"), "iso_code"));
        }
        return new GeoPlace(country.toUpperCase(Locale.ROOT), region(data), city(data));
    }

    private static String region(Map<?, ?> data) {
        if (data.get("subdivisions") instanceof List<?> subdivisions && !subdivisions.isEmpty()) {
            return text(member(subdivisions.getFirst(), "iso_code"));
        }
        return "";
    }

    private static String city(Map<?, ?> data) {
        Object city = data.get("city");
        return city instanceof String name ? name : text(member(member(city, "names"), "en"));
    }

    private static @Nullable Object member(@Nullable Object map, String key) {
        return map instanceof Map<?, ?> found ? found.get(key) : null;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
