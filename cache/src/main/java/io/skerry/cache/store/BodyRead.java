package io.skerry.cache.store;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The outcome of reading from a body. */
public sealed interface BodyRead {

    /** Shared instance of {@link End}. */
    BodyRead END = new End();

    /**
     * Bytes that were verified.
     *
     * @param buffer read-only, at least one byte, direct where the bytes are a store's; valid until released
     * @param release called exactly once when the bytes have been written or dropped, from any thread; before the lease closes
     */
    record Bytes(ByteBuffer buffer, Runnable release) implements BodyRead {
        public Bytes {
            Objects.requireNonNull(buffer);
            Objects.requireNonNull(release);
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
