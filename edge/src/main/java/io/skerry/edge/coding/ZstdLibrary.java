package io.skerry.edge.coding;

import com.github.luben.zstd.util.Native;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library of zstd: loaded when a policy first names the coding, and asked for once. */
final class ZstdLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(ZstdLibrary.class);

    /** Whether it could be loaded; if not, the log has the reason. */
    static final boolean LOADED = load();

    private ZstdLibrary() {}

    private static boolean load() {
        try {
            Native.load();
            return true;
        } catch (LinkageError refused) {
            LOG.warn(
                    "nothing is compressed by zstd, whose library cannot be loaded: {}",
                    String.valueOf(refused.getMessage()));
            return false;
        }
    }
}
