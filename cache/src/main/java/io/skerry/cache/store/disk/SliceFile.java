package io.skerry.cache.store.disk;

import java.nio.channels.FileChannel;

/** A segment file as its readers see it: slices with checksums. */
interface SliceFile {

    /** Bytes of each slice but the last. */
    int sliceBytes();

    /** Up to where there are whole slices whose checksum is known. */
    long verifiableBytes();

    /** The checksum of a slice that ends at or before {@link #verifiableBytes}. */
    int sliceCrc(int slice);

    /** The open file. */
    FileChannel channel();

    /** Told when a slice does not match its checksum or the file is too short. */
    void damaged();
}
