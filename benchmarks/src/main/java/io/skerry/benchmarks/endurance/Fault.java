package io.skerry.benchmarks.endurance;

import java.util.List;

/**
 * A failure that libfiu puts in the way of the process's calls.
 *
 * @param point of libfiu, which may end with {@code *}
 * @param errno that the call fails with; 0 lets libfiu choose one that is possible, or shortens the call where the point says so
 * @param probability of a single call to fail
 */
record Fault(String point, int errno, double probability) {

    private static final int EIO = 5;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;
    private static final int EROFS = 30;

    /**
     * What a disk does that fails now and then, often, and every other time.
     *
     * <p>Left out is what the JVM itself does not live with or never calls for files: {@code read} that fails and {@code pread} that
     * reads less, by which it loads classes, and the mapping of memory; a {@code close} that libfiu lets fail closes nothing, so that it
     * loses descriptors of its own.
     */
    static List<Fault> all() {
        return List.of(
                new Fault("posix/io/rw/pread", EIO, 0.01),
                new Fault("posix/io/rw/pread", EIO, 0.1),
                new Fault("posix/io/rw/pread", EIO, 0.5),
                new Fault("posix/io/rw/write", ENOSPC, 0.01),
                new Fault("posix/io/rw/write", ENOSPC, 0.1),
                new Fault("posix/io/rw/write", EIO, 0.5),
                new Fault("posix/io/rw/write/reduce", 0, 0.5),
                new Fault("posix/io/rw/pwrite", EIO, 0.1),
                new Fault("posix/io/rw/pwrite", ENOSPC, 0.5),
                new Fault("posix/io/rw/pwrite/reduce", 0, 0.5),
                new Fault("posix/io/sync/*", EIO, 0.5),
                new Fault("posix/io/dir/unlink", EIO, 0.5),
                new Fault("posix/io/dir/rename", EROFS, 0.1),
                new Fault("posix/io/dir/rename", ENOSPC, 0.5),
                new Fault("posix/io/oc/open", EMFILE, 0.1),
                new Fault("posix/io/oc/open", EIO, 0.5));
    }

    /** The command that turns it on. */
    String enable() {
        String failinfo = errno == 0 ? "" : ",failinfo=" + errno;
        return "enable_random name=" + point + ",probability=" + probability + failinfo;
    }

    /** The command that turns it off. */
    String disable() {
        return "disable name=" + point;
    }

    @Override
    public String toString() {
        return "%s, %.0f %%%s".formatted(point, probability * 100, errno == 0 ? "" : ", errno " + errno);
    }
}
