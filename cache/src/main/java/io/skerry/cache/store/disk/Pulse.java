package io.skerry.cache.store.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A call to the disk ahead of each use of a shard's map.
 *
 * <p>Who waits in a call for a file system that stands still, frozen for a snapshot, waits alone. Who waits in a mapped page (a map's locks are
 * written there for each read) comes to no safepoint, and at the next collection all threads of the process wait for it, those that
 * serve from memory included. So what would stand still stands still here.
 *
 * <p>A disk that fails, or is full, has answered: what fails is found out by the use itself. Store threads.
 */
final class Pulse {

    private static final String NAME = "pulse";

    private final DiskFiles files;
    private final @Nullable EmptyWrite file;

    private Pulse(DiskFiles files, @Nullable EmptyWrite file) {
        this.files = files;
        this.file = file;
    }

    /** The pulse of a folder, which is none where no file can be made. */
    static Pulse of(Path folder, DiskFiles files) {
        return new Pulse(files, EmptyWrite.to(folder.resolve(NAME)).orElse(null));
    }

    /** Returns as soon as the disk answers, whatever it says. */
    void await() {
        EmptyWrite beating = file;
        if (beating != null) {
            files.beat(beating);
        }
    }

    /** Closes the file; not while somebody awaits it. */
    void close() {
        EmptyWrite beating = file;
        if (beating != null) {
            beating.close();
        }
    }
}
