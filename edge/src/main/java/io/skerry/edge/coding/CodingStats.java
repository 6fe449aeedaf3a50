package io.skerry.edge.coding;

import java.util.List;

/**
 * What the coders have done since start, and do now.
 *
 * @param codings one for each coding
 * @param active encoders and decoders in use
 * @param unencoded contents stored as they came since no encoder was free
 * @param undecoded contents refused since no decoder was free
 */
public record CodingStats(List<OfCoding> codings, long active, long unencoded, long undecoded) {

    public CodingStats {
        codings = List.copyOf(codings);
    }

    /**
     * One coding.
     *
     * @param coding its name
     * @param encoded contents encoded to their end
     * @param plainBytes what went into the encoders
     * @param codedBytes what came out of them
     * @param decoded contents decoded to their end
     */
    public record OfCoding(String coding, long encoded, long plainBytes, long codedBytes, long decoded) {}
}
