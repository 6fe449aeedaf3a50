package io.skerry.cache.store.disk;

import java.nio.channels.FileChannel;

/** A segment file as its readers see it: slices with checksums. */
interface SliceFile {

    /** Why nobody will have the rest of a file. */
    enum Fault {
        /** A slice does not match its checksum, or the file is too short. */
        DAMAGED,
        /** The system does not read a slice, though it has read one before. */
        UNREADABLE
    }

    /** Bytes of each slice but the last. */
    int sliceBytes();

    /** Up to where there are whole slices whose checksum is known. */
    long verifiableBytes();

    /** The checksum of a slice that ends at or before {@link #verifiableBytes}. */
    int sliceCrc(int slice);

    /** The open file. */
    FileChannel channel();

    /** Told what a reader has found. */
    void failed(Fault fault);
}
