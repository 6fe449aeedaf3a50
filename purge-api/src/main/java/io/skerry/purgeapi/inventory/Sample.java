package io.skerry.purgeapi.inventory;

import java.util.List;
import java.util.Objects;

/**
 * One stored response that a purge finds.
 *
 * @param url as clients ask for it
 * @param variant what selects it among the variants of its URL; empty if there is but one
 * @param bytes of its content
 * @param tags its purge tags, sorted
 * @param ageSeconds since the origin made it
 */
public record Sample(String url, String variant, long bytes, List<String> tags, long ageSeconds) {

    /** A sample has at most so many. */
    public static final int MOST = 100;

    public Sample {
        Objects.requireNonNull(url);
        Objects.requireNonNull(variant);
        tags = List.copyOf(tags);
    }
}
