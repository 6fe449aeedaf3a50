package io.skerry.edge.config.model;

import io.skerry.functions.api.DataSize;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where responses are stored.
 *
 * @param memory budget of the hot tier, outside the heap
 * @param disk the tier that survives restarts
 * @param maxObject a response larger than this is forwarded and not stored
 * @param keepAcrossRestart whether a restart uses what the disk tier holds
 */
public record StorageSettings(
        @Default("256MB") @Description("Memory for stored responses, outside the Java heap")
        DataSize memory,

        @Description("The tier that survives restarts") Disk disk,

        @Default("2GB") @Description("Larger responses are forwarded and not stored")
        DataSize maxObject,

        @Default("true") @Description("Whether a restart serves what was stored before; false starts empty")
        boolean keepAcrossRestart) {

    private static final long LEAST_MEMORY = 8L << 20;

    public StorageSettings {
        if (memory.bytes() < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory: expected at least 8MiB");
        }
        if (maxObject.bytes() == 0) {
            throw new IllegalArgumentException("maxObject: expected more than 0B");
        }
    }

    /**
     * The disk tier.
     *
     * @param path its folder, absolute
     * @param size its bound; when the file names none, see {@link #sizeWhereFree}
     * @param admit which responses it takes
     */
    public record Disk(
            @Default("./skerry-cache")
            @Description("Folder of the stored responses; a relative one starts at the folder of this file")
            Path path,

            @Description(
                    "Space on disk; without it 10GB or 80 % of what is free, whichever is less. Another size than before starts empty")
            Optional<DataSize> size,

            @Default("always")
            @Description(
                    "always: a response goes to disk when it is fetched; second-hit: when it is fetched or validated a second"
                            + " time, and until then it is in memory alone")
            Admission admit) {

        private static final long DEFAULT_BYTES = 10_000_000_000L;
        private static final long LEAST_BYTES = 32L << 20;

        public Disk {
            if (size.isPresent() && size.get().bytes() < LEAST_BYTES) {
                throw new IllegalArgumentException("size: expected at least 32MiB");
            }
        }

        /**
         * The bound to apply on a volume with this much free space, never less than the smallest: what is not free may be taken by the
         * cache itself, which keeps the size it has. Free space is measured at start, never here.
         */
        public DataSize sizeWhereFree(long freeBytes) {
            return size.orElseGet(() -> new DataSize(Math.clamp(freeBytes / 5 * 4, LEAST_BYTES, DEFAULT_BYTES)));
        }
    }

    /** Which responses the disk tier takes. */
    public enum Admission {
        /** Every stored response. */
        ALWAYS,
        /** Those fetched or validated a second time. */
        SECOND_HIT
    }
}
