package io.skerry.origin;

/** How the next target is chosen. */
public enum Balance {
    /** Smooth weighted round robin: over a full turn each target gets exactly its weight, spread evenly. */
    ROUND_ROBIN("round-robin"),
    /** The target with the fewest requests in flight relative to its weight. */
    LEAST_REQUEST("least-request");

    private final String token;

    Balance(String token) {
        this.token = token;
    }

    /** The word in the routes file. */
    public String token() {
        return token;
    }
}
