package io.skerry.cache.store;

import io.skerry.cache.memory.MemoryBudget.Account;
import io.skerry.cache.memory.MemoryBudget.Use;
import java.util.Map;

/**
 * What a store holds and what happened to it since start. Sizes are bytes, the rest counts.
 *
 * @param hot the memory tier
 * @param disk the disk tier
 * @param memory the ledger of memory
 * @param health what the disk tier is doing and how it fares
 * @param scrub what the background check of the disk tier has looked at and found
 * @param openSinks responses arriving now
 * @param openLeases bodies being read now
 */
public record StoreStats(
        TierStats hot,
        TierStats disk,
        MemoryStats memory,
        DiskHealth health,
        ScrubStats scrub,
        long openSinks,
        long openLeases) {

    /**
     * One tier.
     *
     * @param entries stored responses
     * @param bytes room taken, charged by slot or record
     * @param capacityBytes the room there is
     * @param hits lookups it answered
     * @param misses lookups it did not
     * @param admissions responses added
     * @param evictionsBy responses removed to make room
     * @param refusalsBy responses not taken, or not looked for
     * @param corruptions records whose checksum, length or version did not match
     * @param ioErrors failed file operations
     */
    public record TierStats(
            long entries,
            long bytes,
            long capacityBytes,
            long hits,
            long misses,
            long admissions,
            Map<EvictionCause, Long> evictionsBy,
            Map<RefusalCause, Long> refusalsBy,
            long corruptions,
            long ioErrors) {

        /** A tier that does not exist. */
        public static final TierStats ABSENT = new TierStats(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), 0, 0);

        public TierStats {
            evictionsBy = Map.copyOf(evictionsBy);
            refusalsBy = Map.copyOf(refusalsBy);
        }

        /** Responses removed to make room, whatever the cause. */
        public long evictions() {
            return sum(evictionsBy);
        }

        /** Responses not taken or not looked for, whatever the cause. */
        public long refusals() {
            return sum(refusalsBy);
        }

        private static long sum(Map<?, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The ledger of memory. The uses add up to what is taken.
     *
     * @param capacityBytes native memory for responses, which those stored, arriving and being read share
     * @param uses every one
     */
    public record MemoryStats(long capacityBytes, Map<Use, Account> uses) {

        public MemoryStats {
            uses = Map.copyOf(uses);
        }

        /** What is taken under one use. */
        public long bytes(Use use) {
            Account account = uses.get(use);
            return account == null ? 0 : account.bytes();
        }

        /** What responses take of the capacity. */
        public long responseBytes() {
            return bytes(Use.HOT) + bytes(Use.FILL) + bytes(Use.READ);
        }

        /** All that is taken. */
        public long totalBytes() {
            return uses.values().stream().mapToLong(Account::bytes).sum();
        }
    }

    /**
     * How the disk tier fares.
     *
     * @param recovering whether shards are still being opened or indexed: what is in them is a miss until then
     * @param shards the number of shard files
     * @param openShards those that answer
     * @param quarantinedShards those that faulted and are out of use until they can be made anew
     * @param queuedWrites responses waiting to be written
     * @param recoveryMillis from opening until everything on disk was indexed; until now while recovering
     * @param writesRefused whether the last write of a file failed: nothing is written but a try now and then
     * @param readsLate whether the disk has not answered some lookup in time, and still has not
     */
    public record DiskHealth(
            boolean recovering,
            int shards,
            int openShards,
            int quarantinedShards,
            long queuedWrites,
            long recoveryMillis,
            boolean writesRefused,
            boolean readsLate) {

        /** Whether an operator should look: files cannot be written, reads take too long, or a shard is out of use. */
        public boolean alarm() {
            return writesRefused || readsLate || quarantinedShards > 0;
        }

        /** No disk tier. */
        public static final DiskHealth ABSENT = new DiskHealth(false, 0, 0, 0, 0, 0, false, false);
    }

    /**
     * The background check of what lies on disk.
     *
     * @param records looked at
     * @param bytes read and compared with their checksums
     * @param findings records damaged, missing or of a damaged file; all of them were removed
     * @param passes turns through everything stored
     */
    public record ScrubStats(long records, long bytes, long findings, long passes) {

        /** No disk tier. */
        public static final ScrubStats ABSENT = new ScrubStats(0, 0, 0, 0);
    }
}
