package io.skerry.cache.purge;

import io.skerry.cache.purge.PurgeReceipt.RefusedReason;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.RecordCodec;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The group of records being written: numbered, encoded, and with what is asked of each. The writer only. */
final class PurgeBatch {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final long lastNumber;
    private final long epochMillis;
    private final KnownIds known;
    private final Set<PurgeId> ids = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<PurgeRecord> records = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private ClusterPosition position;

    /** What to answer when the batch is in force. */
    record Answer(PurgeWork work, PurgeId id, long number) {

        void complete() {
            work.receipt().complete(new PurgeReceipt.InForce(id, number));
        }
    }

    /**
     * An empty batch.
     *
     * @param before how far the log has come
     * @param epochMillis stamped on its purges
     * @param known purges that need not be applied again
     */
    PurgeBatch(JournalProgress before, long epochMillis, KnownIds known) {
        this.lastNumber = before.lastNumber();
        this.position = before.position();
        this.epochMillis = epochMillis;
        this.known = known;
    }

    List<PurgeRecord> records() {
        return records;
    }

    List<byte[]> frames() {
        return frames;
    }

    List<Answer> answers() {
        return answers;
    }

    ClusterPosition position() {
        return position;
    }

    long lastNumber() {
        return lastNumber + frames.size();
    }

    /** Takes work that makes records; empty unless it is refused. */
    Optional<RefusedReason> add(PurgeWork work) {
        return switch (work) {
            case PurgeWork.Local local -> add(local);
            case PurgeWork.Peers peers -> add(peers);
            case PurgeWork.Tick tick -> {
                append(new PurgeRecord.Mark(lastNumber() + 1));
                answers.add(new Answer(tick, new PurgeId(0, lastNumber()), lastNumber()));
                yield Optional.empty();
            }
            case PurgeWork.Retire retire -> Optional.empty();
        };
    }

    private Optional<RefusedReason> add(PurgeWork.Local local) {
        PurgeId id = PurgeId.of(epochMillis, RANDOM.nextLong(), RANDOM.nextLong());
        boolean fits = append(new PurgeRecord.Purge(
                lastNumber() + 1, id, local.scope(), epochMillis, local.mode(), local.selectors()));
        if (!fits) {
            return Optional.of(RefusedReason.TOO_LARGE);
        }
        answers.add(new Answer(local, id, lastNumber()));
        return Optional.empty();
    }

    private Optional<RefusedReason> add(PurgeWork.Peers peers) {
        for (PeerPurge order : peers.orders()) {
            // Rule 11: a purge that comes again, or one of this node's own that comes back, is applied already.
            if (!known.has(order.id()) && ids.add(order.id())) {
                boolean fits = append(new PurgeRecord.Purge(
                        lastNumber() + 1, order.id(), peers.scope(), epochMillis, order.mode(), order.selectors()));
                if (!fits) {
                    throw new IllegalStateException("a peer's purge is larger than a record: " + order.id());
                }
            }
        }
        position = peers.upTo();
        answers.add(new Answer(peers, new PurgeId(0, lastNumber()), lastNumber()));
        return Optional.empty();
    }

    private boolean append(PurgeRecord record) {
        byte[] frame = RecordCodec.encode(record);
        if (frame.length > RecordCodec.FRAME_BYTES + RecordCodec.MAX_PAYLOAD_BYTES) {
            return false;
        }
        records.add(record);
        frames.add(frame);
        return true;
    }
}
