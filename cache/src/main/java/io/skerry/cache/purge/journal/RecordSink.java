package io.skerry.cache.purge.journal;

import java.io.IOException;
import java.util.List;

/** Where records become durable. Called by the writer's thread alone, but for {@link #sizeBytes}. */
public interface RecordSink {

    /**
     * Adds records and returns when they are durable.
     *
     * @param frames encoded records with consecutive numbers, at least one
     * @param progress what is true when they are durable, and remembered with them
     * @throws IOException if they are not; then none of them is kept
     */
    void append(List<byte[]> frames, JournalProgress progress) throws IOException;

    /**
     * Forgets records that nothing stored needs any more.
     *
     * @param number the newest of them
     * @param standIn the newer record that stands for those among them that the cluster does not have, 0 for none
     * @return the newest that was forgotten, which may be an older one
     * @throws IOException if they cannot be forgotten; all of them are still there
     */
    default long retire(long number, long standIn) throws IOException {
        return number;
    }

    /** Bytes on disk, 0 for none. */
    long sizeBytes();

    /** Ends cleanly, remembering how far the log has come. */
    void close(JournalProgress progress) throws IOException;

    /** A sink of a log that lives in memory alone. */
    static RecordSink none() {
        return new RecordSink() {
            @Override
            public void append(List<byte[]> frames, JournalProgress progress) {}

            @Override
            public long sizeBytes() {
                return 0;
            }

            @Override
            public void close(JournalProgress progress) {}
        };
    }
}
