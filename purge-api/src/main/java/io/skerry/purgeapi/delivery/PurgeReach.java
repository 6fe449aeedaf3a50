package io.skerry.purgeapi.delivery;

import java.util.Optional;

/** Which nodes a purge means. */
public enum PurgeReach {
    /** All nodes of the cluster; this node, where it stands alone. */
    CLUSTER("cluster"),
    /** This node and no other. */
    NODE("node");

    private final String token;

    PurgeReach(String token) {
        this.token = token;
    }

    /** The word for it in requests and answers. */
    public String token() {
        return token;
    }

    /** The reach with this word, exactly as written. */
    public static Optional<PurgeReach> of(String token) {
        for (PurgeReach reach : values()) {
            if (reach.token.equals(token)) {
                return Optional.of(reach);
            }
        }
        return Optional.empty();
    }
}
