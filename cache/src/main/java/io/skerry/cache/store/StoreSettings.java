package io.skerry.cache.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a store is opened with.
 *
 * @param memoryBytes native memory for responses, 8 MiB or more
 * @param disk the disk tier; empty for memory alone
 * @param maxObjectBytes longer responses are passed on and not stored
 * @param heap for what is known of stored responses
 */
public record StoreSettings(long memoryBytes, Optional<DiskSettings> disk, long maxObjectBytes, StoreHeap heap) {

    /** The least memory a store works with. */
    public static final long MIN_MEMORY_BYTES = 8L << 20;

    public StoreSettings {
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("at least " + MIN_MEMORY_BYTES + " bytes of memory, not " + memoryBytes);
        }
        Objects.requireNonNull(disk);
        if (maxObjectBytes < 1) {
            throw new IllegalArgumentException("not a size: " + maxObjectBytes);
        }
        Objects.requireNonNull(heap);
    }

    /** With as much heap as it comes to. */
    public StoreSettings(long memoryBytes, Optional<DiskSettings> disk, long maxObjectBytes) {
        this(memoryBytes, disk, maxObjectBytes, StoreHeap.UNBOUNDED);
    }

    /**
     * Where and how much is kept on disk.
     *
     * @param folder made if it does not exist; one process at a time
     * @param sizeBytes of everything in it, 32 MiB or more
     * @param admission what is written to it
     * @param sizing where the size comes from
     * @param retention whether what is there already is used
     */
    public record DiskSettings(Path folder, long sizeBytes, Admission admission, Sizing sizing, Retention retention) {

        /** The least disk a store works with. */
        public static final long MIN_SIZE_BYTES = 32L << 20;

        public DiskSettings {
            Objects.requireNonNull(folder);
            if (sizeBytes < MIN_SIZE_BYTES) {
                throw new IllegalArgumentException("at least " + MIN_SIZE_BYTES + " bytes of disk, not " + sizeBytes);
            }
            Objects.requireNonNull(admission);
            Objects.requireNonNull(sizing);
            Objects.requireNonNull(retention);
        }

        /** A size that was asked for, in a folder whose content is kept. */
        public DiskSettings(Path folder, long sizeBytes, Admission admission) {
            this(folder, sizeBytes, admission, Sizing.GIVEN, Retention.KEEP);
        }
    }

    /** Where the size of the disk tier comes from. */
    public enum Sizing {
        /** It was asked for: another size next time starts afresh. */
        GIVEN,
        /** It was worked out from the free space, which the cache itself takes: the first size found stays. */
        FROM_FREE_SPACE
    }

    /** What becomes of what a folder holds from an earlier run. */
    public enum Retention {
        KEEP,
        DROP
    }

    /** Which responses are written to disk. The tokens are those of {@code storage.disk.admission}. */
    public enum Admission {
        /** Each one. */
        ALWAYS("always"),
        /** Those whose key was stored before, lately. */
        SECOND_HIT("second-hit");

        private final String token;

        Admission(String token) {
            this.token = token;
        }

        /** The word in the configuration. */
        public String token() {
            return token;
        }
    }
}
