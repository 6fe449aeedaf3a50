package io.skerry.cache.purge;

import java.io.IOException;
import java.util.List;

/** Where records become durable. Called by the writer's thread alone. */
interface RecordSink {

    /**
     * Adds records and returns when they are durable.
     *
     * @param frames encoded records with consecutive numbers
     * @param lastNumber the number of the last of them
     * @throws IOException if they are not; then none of them is kept
     */
    void append(List<byte[]> frames, long lastNumber) throws IOException;

    /** Bytes on disk, 0 for none. */
    long sizeBytes();

    /** Ends cleanly. */
    void close() throws IOException;

    /** A sink of a log that lives in memory alone. */
    static RecordSink none() {
        return new RecordSink() {
            @Override
            public void append(List<byte[]> frames, long lastNumber) {}

            @Override
            public long sizeBytes() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
