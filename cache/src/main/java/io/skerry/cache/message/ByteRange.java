package io.skerry.cache.message;

import java.util.Optional;

/** A range of bytes as requested (RFC 9110 14.1.2). Numbers too large for a long are clamped. */
public sealed interface ByteRange {

    /** The bytes it means in a representation of this length; empty when there are none (unsatisfiable). */
    Optional<ByteSpan> resolve(long lengthBytes);

    /**
     * {@code first-last}, both included.
     *
     * @param first 0 or more
     * @param last not before the first
     */
    record FromTo(long first, long last) implements ByteRange {
        @Override
        public Optional<ByteSpan> resolve(long lengthBytes) {
            return first >= lengthBytes
                    ? Optional.empty()
                    : Optional.of(new ByteSpan(first, Math.min(last, lengthBytes - 1)));
        }
    }

    /**
     * {@code first-}, up to the end.
     *
     * @param first 0 or more
     */
    record From(long first) implements ByteRange {
        @Override
        public Optional<ByteSpan> resolve(long lengthBytes) {
            return first >= lengthBytes ? Optional.empty() : Optional.of(new ByteSpan(first, lengthBytes - 1));
        }
    }

    /**
     * {@code -count}, the last bytes.
     *
     * @param count 0 or more; 0 is never satisfiable
     */
    record Suffix(long count) implements ByteRange {
        @Override
        public Optional<ByteSpan> resolve(long lengthBytes) {
            if (count == 0 || lengthBytes == 0) {
                return Optional.empty();
            }
            return Optional.of(new ByteSpan(Math.max(0, lengthBytes - count), lengthBytes - 1));
        }
    }
}
