package io.skerry.cache.store.disk;

import java.lang.ref.WeakReference;
import net.openhft.chronicle.hash.impl.ContextHolder;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.hash.impl.stage.hash.ChainingInterface;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Ends a map at whose file there was a fault.
 *
 * <p>A page that the system does not give (a full or truncated file) is an error in the middle of an operation, and may be one again as
 * that operation gives its lock back, which lies in the same file. Its thread then counts as being inside for ever: Chronicle Map would wait
 * for it, spinning, for two minutes, and keep the file mapped after all, with the room it takes.
 */
final class FaultedMap {

    private FaultedMap() {}

    /**
     * Closes the map, whoever seems to be inside. No thread uses it, or may begin to. Where one left a lock for writing, Chronicle Map takes
     * two seconds more, and says that memory remains allocated, which is not so.
     */
    static void close(ChronicleMap<?, ?> map) {
        for (WeakReference<ContextHolder> reference : ((VanillaChronicleHash<?, ?, ?, ?>) map).allContexts()) {
            ContextHolder holder = reference.get();
            ChainingInterface first = holder == null ? null : holder.get();
            if (first != null) {
                first.getContextChain().forEach(FaultedMap::leave);
            }
        }
        map.close();
    }

    private static void leave(ChainingInterface context) {
        if (context.preventClose()) {
            context.unlockContextLocally();
        }
    }
}
