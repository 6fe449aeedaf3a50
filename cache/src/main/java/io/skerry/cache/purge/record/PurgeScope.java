package io.skerry.cache.purge.record;

/** On which nodes a purge is meant to be in force, as the journal remembers it. */
public enum PurgeScope {
    /** On this node alone. */
    NODE(1),
    /** Made on this node for all nodes: stays queued until the cluster's log has it. */
    CLUSTER(2),
    /** Made on another node, and applied here. */
    PEER(3);

    private final int code;

    PurgeScope(int code) {
        this.code = code;
    }

    /** Its number on disk. */
    int code() {
        return code;
    }

    static PurgeScope of(int code) {
        for (PurgeScope scope : values()) {
            if (scope.code == code) {
                return scope;
            }
        }
        throw new IllegalArgumentException("unknown scope " + code);
    }
}
