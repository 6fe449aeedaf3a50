package io.skerry.cache.purge.record;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One purge as nodes tell each other of it: applied any number of times, in any order, it means the same.
 *
 * @param id the same on every node
 * @param mode hard or soft
 * @param selectors what it means, at least one
 */
public record PeerPurge(PurgeId id, PurgeMode mode, List<PurgeSelector> selectors) {
    public PeerPurge {
        Objects.requireNonNull(id);
        Objects.requireNonNull(mode);
        selectors = List.copyOf(selectors);
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("a purge without selectors");
        }
    }

    /** The bytes that {@link #decode} reads. */
    public byte[] encode() {
        return RecordCodec.encodeOrder(this);
    }

    /** The order of these bytes; empty if they are none of this version. */
    public static Optional<PeerPurge> decode(byte[] bytes) {
        try {
            return Optional.of(RecordCodec.decodeOrder(ByteBuffer.wrap(bytes)));
        } catch (JournalDamaged unreadable) {
            return Optional.empty();
        }
    }
}
