package io.skerry.cache.store;

import java.nio.file.Path;

/** Another process uses the cache folder. */
public final class StoreInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The folder that is in use. */
    public StoreInUse(Path folder) {
        super("the cache folder " + folder + " is used by another process");
    }
}
