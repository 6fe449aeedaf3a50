package io.skerry.cache.store.tiered;

import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.cache.store.disk.DiskPace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The arrangements of tiers that the contract holds for. */
enum Arrangement {
    MEMORY_ALONE(16 * Arrangement.MIB, 0),
    LITTLE_MEMORY_AND_DISK(8 * Arrangement.MIB, 64 * Arrangement.MIB),
    MEMORY_AND_DISK(16 * Arrangement.MIB, 64 * Arrangement.MIB);

    static final long MIB = 1L << 20;
    static final long MAX_OBJECT = 16 * MIB;

    private final long memoryBytes;
    private final long diskBytes;

    Arrangement(long memoryBytes, long diskBytes) {
        this.memoryBytes = memoryBytes;
        this.diskBytes = diskBytes;
    }

    /** An open store whose shards answer. */
    TieredStore open(Path folder, PurgeJudge judge) {
        return open(folder, judge, DiskPace.NORMAL);
    }

    TieredStore open(Path folder, PurgeJudge judge, DiskPace pace) {
        TieredStore store = openAtOnce(folder, judge, pace);
        Awaitility.await().until(() -> !store.stats().health().recovering());
        return store;
    }

    TieredStore openAtOnce(Path folder, PurgeJudge judge) {
        return openAtOnce(folder, judge, DiskPace.NORMAL);
    }

    TieredStore openAtOnce(Path folder, PurgeJudge judge, DiskPace pace) {
        Optional<DiskSettings> disk =
                hasDisk() ? Optional.of(new DiskSettings(folder, diskBytes, Admission.ALWAYS)) : Optional.empty();
        return TieredStore.open(new StoreSettings(memoryBytes, disk, MAX_OBJECT), judge, InstantSource.system(), pace);
    }

    boolean hasDisk() {
        return diskBytes > 0;
    }
}
