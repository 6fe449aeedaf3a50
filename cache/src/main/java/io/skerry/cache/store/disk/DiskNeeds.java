package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.memory.Piece;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the disk tier needs of the store around it.
 *
 * @param judge the purge log
 * @param leases counts the bodies being read
 * @param memory pieces for bytes read, or null when there are none
 * @param promotedBytes contents up to this length are read into memory as a whole, to stay there if they are liked
 * @param sliceBytes unit of segment files written from now on
 * @param queueBytes most bytes waiting to be written
 * @param fileStored told, on a store thread, of each response that arrived straight in a file: memory may hold an older one
 * @param clock seeds the ids of records
 * @param pace how the disk is used; tests have their own
 * @param hotSet the memory tier
 */
public record DiskNeeds(
        PurgeJudge judge,
        LeaseCount leases,
        LongFunction<@Nullable Piece> memory,
        long promotedBytes,
        int sliceBytes,
        long queueBytes,
        Consumer<StoredHead> fileStored,
        InstantSource clock,
        DiskPace pace,
        HotSet hotSet) {}
