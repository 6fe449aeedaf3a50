package io.skerry.functions.runtime.geo;

/**
 * What is known of the place of a client.
 *
 * @param country ISO 3166-1 alpha-2 in upper case, empty text when unknown
 * @param region the part of ISO 3166-2 after the hyphen, empty text when unknown
 * @param city its English name, empty text when unknown
 */
public record GeoPlace(String country, String region, String city) {

    private static final GeoPlace UNKNOWN = new GeoPlace("", "", "");

    /**
     * The place of an address that no database knows.
     *
     * @return empty in all parts
     */
    public static GeoPlace unknown() {
        return UNKNOWN;
    }
}
