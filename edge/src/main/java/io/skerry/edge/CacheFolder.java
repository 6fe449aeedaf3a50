package io.skerry.edge;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.tiered.TieredStore;
import io.skerry.edge.config.model.StorageSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Everything a node keeps in its cache folder, opened in order: the purge journal first, since nothing stored may be used before it
 * was replayed; then the store.
 *
 * @param path the folder
 * @param purges the purge log
 * @param store memory and disk
 */
record CacheFolder(Path path, PurgeLog purges, TieredStore store) {

    /** Opens it; blocks. Another process on the same folder, or a folder that cannot be written, is one clear line. */
    static CacheFolder open(StorageSettings storage, TagCase tagCase, InstantSource clock, MemoryBudget memory)
            throws NodeStartException {
        Path path = storage.disk().path();
        try {
            Files.createDirectories(path);
            PurgeLog purges = PurgeLog.open(path, clock, tagCase);
            return new CacheFolder(path, purges, store(storage, purges, clock, memory));
        } catch (IOException unusable) {
            throw new NodeStartException("cannot use the cache folder " + path + ": " + reason(unusable), unusable);
        }
    }

    private static TieredStore store(StorageSettings storage, PurgeLog purges, InstantSource clock, MemoryBudget memory)
            throws NodeStartException {
        try {
            return TieredStore.open(settings(storage), purges, clock, memory);
        } catch (IOException | RuntimeException unusable) {
            purges.close();
            throw new NodeStartException(
                    "cannot open the store in " + storage.disk().path() + ": " + reason(unusable), unusable);
        }
    }

    private static StoreSettings settings(StorageSettings storage) throws IOException {
        StorageSettings.Disk disk = storage.disk();
        FileStore device = Files.getFileStore(disk.path());
        StoreSettings.Admission admission = switch (disk.admit()) {
            case ALWAYS -> StoreSettings.Admission.ALWAYS;
            case SECOND_HIT -> StoreSettings.Admission.SECOND_HIT;
        };
        return new StoreSettings(
                storage.memory().bytes(),
                Optional.of(new StoreSettings.DiskSettings(
                        disk.path(),
                        disk.sizeWhereFree(device.getUsableSpace()).bytes(),
                        admission,
                        disk.size().isPresent() ? StoreSettings.Sizing.GIVEN : StoreSettings.Sizing.FROM_FREE_SPACE,
                        storage.keepAcrossRestart() ? StoreSettings.Retention.KEEP : StoreSettings.Retention.DROP)),
                storage.maxObject().bytes(),
                MemoryPlan.storeHeap(storage, Machine.heapBytes()));
    }

    /** The message, and the kind of failure where the message is only a path. */
    private static String reason(Exception unusable) {
        String message = String.valueOf(unusable.getMessage());
        return unusable instanceof FileSystemException failure && failure.getReason() == null
                ? message + " (" + unusable.getClass().getSimpleName() + ")"
                : message;
    }
}
