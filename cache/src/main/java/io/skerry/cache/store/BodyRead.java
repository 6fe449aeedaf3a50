package io.skerry.cache.store;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The outcome of reading from a body. */
public sealed interface BodyRead {

    /** Shared instance of {@link End}. */
    BodyRead END = new End();

    /** What a read comes to: itself, or what {@link Later} waits for. Completes never exceptionally, on any thread. */
    static CompletionStage<BodyRead> outcomeOf(BodyRead read) {
        return read instanceof Later later ? later.ready() : CompletableFuture.completedStage(read);
    }

    /**
     * Bytes that were verified.
     *
     * @param buffer read-only, at least one byte, direct where the bytes are a store's; valid until released
     * @param release called exactly once when the bytes have been written or dropped, from any thread; before the lease closes
     * @param file where the system can send the same bytes from without copying them; null where that is nowhere
     */
    record Bytes(
            ByteBuffer buffer, Runnable release, @Nullable InFile file) implements BodyRead {
        public Bytes {
            Objects.requireNonNull(buffer);
            Objects.requireNonNull(release);
        }

        /** Bytes that lie in no file. */
        public Bytes(ByteBuffer buffer, Runnable release) {
            this(buffer, release, null);
        }
    }

    /** Memory that is a file as well. */
    @FunctionalInterface
    interface InFile {

        /**
         * Where in the file the first of the bytes is. To be asked for only by who sends them from there: the network then reads the
         * memory until the client has acknowledged it, which is later than the release, and its owner has to know.
         */
        FileRange share();
    }

    /**
     * A place in an open file.
     *
     * @param channel never to be closed by who is told of it
     * @param descriptor of the same file, by which the system knows it
     * @param position of the first byte
     */
    record FileRange(FileChannel channel, int descriptor, long position) {
        public FileRange {
            Objects.requireNonNull(channel);
        }
    }

    /**
     * Nothing at hand yet: the body is still arriving, or a worker is reading it from disk.
     *
     * @param ready completes with another outcome, never exceptionally, on any thread
     */
    record Later(CompletionStage<BodyRead> ready) implements BodyRead {
        public Later {
            Objects.requireNonNull(ready);
        }
    }

    /** The body is complete and nothing follows. */
    record End() implements BodyRead {}

    /**
     * The rest of the body is not to be had. The client's transfer must break visibly.
     *
     * @param fault why
     */
    record Failed(BodyFault fault) implements BodyRead {
        public Failed {
            Objects.requireNonNull(fault);
        }
    }

    /** Why a body ended before its end. */
    enum BodyFault {
        /** A checksum, length or version on disk does not match; the response has been removed. */
        CORRUPT,
        /** An I/O error, or the disk's queue is full. */
        UNAVAILABLE,
        /** The fill was aborted: the origin failed, or a function did. */
        FILL_ABORTED,
        /** A follower fell out of the window of a body that cannot be stored. */
        FELL_BEHIND
    }
}
