package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantInput;
import io.skerry.functions.runtime.Derivation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a response that is made from an answer has to respect: it is never fresher than its source, and purged with it. */
public sealed interface Provenance {

    /** Of what is made from an answer that is not stored. */
    Derivation UNSTORABLE = new Derivation(
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            new Derivation.Bounds(null, null, null, "a source is not stored, or varies by a dimension"));

    /** The answer is for this request alone; what is made from it must not be stored. */
    record NotStored() implements Provenance {
        /** The only one. */
        public static final NotStored INSTANCE = new NotStored();
    }

    /**
     * The answer is stored, or being stored.
     *
     * @param head as stored
     * @param freshness how long it stays fresh, 0 if it is stale
     */
    record Stored(StoredHead head, Duration freshness) implements Provenance {
        public Stored {
            Objects.requireNonNull(head);
            freshness = freshness.isNegative() ? Duration.ZERO : freshness;
        }
    }

    /** How long what is made from it may be fresh. */
    default Duration freshness() {
        return switch (this) {
            case NotStored _ -> Duration.ZERO;
            case Stored stored -> stored.freshness();
        };
    }

    /**
     * What it was made from itself.
     *
     * <p>A fresh answer was compared with every purge that was in force when it was looked for, lineage and tags included: what is made
     * from it need not be compared with those again, and must not be, since they may mean what is made as well. An answer that is not
     * fresh may be one that was purged softly.
     *
     * @param before where the purge journal stood before the answer was looked for
     */
    default Derivation derivation(JournalStamp before) {
        return switch (this) {
            case NotStored _ -> UNSTORABLE;
            case Stored stored when byDimension(stored.head()) -> UNSTORABLE;
            case Stored stored -> {
                StoredHead head = stored.head();
                yield new Derivation(
                        ofClient(head),
                        head.snapshots(),
                        head.tags(),
                        head.parents(),
                        new Derivation.Bounds(
                                null, null, stored.freshness().isPositive() ? before : head.stamp(), null));
            }
        };
    }

    // A dimension of the source's route means nothing on the route of the response that is made from it.
    private static boolean byDimension(StoredHead head) {
        return head.variant().inputs().stream().anyMatch(input -> input.kind() == VariantInput.Kind.DIMENSION);
    }

    // A function's request carries no fields, cookies or parameters of the client, but it
    // comes from the client's place.
    private static List<VariantInput> ofClient(StoredHead head) {
        return head.variant().inputs().stream()
                .filter(input -> input.kind() == VariantInput.Kind.GEO)
                .toList();
    }
}
