package io.skerry.cache.collapse;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One request to the origin that others may follow, from its start until its response is stored or given up.
 *
 * <p>The leader decides it exactly once and lands it exactly once; followers only wait. Any thread.
 */
public final class Flight {

    private final CacheKey key;
    private volatile JournalStamp start;
    private final VariantKey expected;
    private final RequestCollapser collapser;
    private final CompletableFuture<FlightOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Flight> landed = new CompletableFuture<>();

    /** How far the head on its way was compared with the purge log; made when the first follower asks. */
    private volatile @Nullable PurgeCursor cursor;

    /**
     * A flight that has not been decided.
     *
     * @param expected the variant it will bring if the response varies as the last one did; none where that is not known
     */
    Flight(CacheKey key, JournalStamp start, VariantKey expected, RequestCollapser collapser) {
        this.expected = expected;
        this.key = key;
        this.start = start;
        this.collapser = collapser;
    }

    /** The primary key it fetches. */
    public CacheKey key() {
        return key;
    }

    /** Where the purge journal stood before anything of this fetch was read. */
    public JournalStamp start() {
        return start;
    }

    /**
     * The fetch begins anew, before anything of it was decided: what it brought so far is thrown away, and what it brings from now on
     * is newer than every purge until now.
     */
    public void restart() {
        if (outcome.isDone()) {
            throw new IllegalStateException("decided already");
        }
        start = collapser.stamp();
    }

    /** Completes when the leader has decided, on the leader's thread; never exceptionally. */
    public CompletionStage<FlightOutcome> outcome() {
        return outcome;
    }

    /**
     * Tells the followers what became of the request. Only the first decision counts, so that a failure handler may decide
     * without asking how far the leader had come.
     */
    public void decide(FlightOutcome decision) {
        switch (decision) {
            case FlightOutcome.Uncacheable _ -> collapser.rememberUncacheable(key);
            // Before followers wake: those of other variants part by what they learn here.
            case FlightOutcome.Streaming streaming ->
                collapser.rememberVarying(key, streaming.head().variant().inputs());
            case FlightOutcome.Freshened _, FlightOutcome.Failed _ -> {}
        }
        // Out of the table before followers wake: one that finds the flight useless must not find it there again.
        if (!(decision instanceof FlightOutcome.Streaming)) {
            collapser.remove(this);
        }
        outcome.complete(decision);
    }

    /** Ends the flight: its response is stored, or never will be. An undecided one has failed. */
    public void land() {
        decide(new FlightOutcome.Failed());
        collapser.remove(this);
        landed.complete(this);
    }

    /**
     * Completes when the flight has ended, on any thread; never exceptionally. For a follower that came too late to read along and
     * too early to find what it brought.
     */
    public CompletionStage<Flight> landed() {
        return landed;
    }

    /**
     * Whether a request may wait for it, or read along: while undecided unless another variant is expected of it, afterwards
     * only with the same variant and no newer purge. A request received after a purge must not get bytes of a fetch begun before it, so any record newer than
     * the flight's start that matches keeps every newcomer out.
     */
    boolean joinable(InputSource inputs, VariantKey wanted, PurgeJudge judge) {
        @Nullable FlightOutcome decided = outcome.getNow(null);
        return switch (decided) {
            case null -> !expected.inputs().equals(wanted.inputs()) || expected.equals(wanted);
            case FlightOutcome.Streaming streaming -> serves(streaming, inputs, judge);
            case FlightOutcome.Freshened _, FlightOutcome.Uncacheable _, FlightOutcome.Failed _ -> false;
        };
    }

    /** Whether a follower that has waited may read what arrives; judged at that moment. */
    public boolean serves(FlightOutcome.Streaming streaming, InputSource inputs, PurgeJudge judge) {
        return streaming.head().variant().selects(inputs)
                && judge.judgeForUse(streaming.head(), cursorOf(streaming)) instanceof PurgeVerdict.Not;
    }

    // From the head's own stamp, not from the flight's start: a source read before the flight began makes the head
    // older than the flight, and a purge between the two means this content as well. Two threads may each make one.
    private PurgeCursor cursorOf(FlightOutcome.Streaming streaming) {
        PurgeCursor known = cursor;
        if (known == null) {
            known = new PurgeCursor(streaming.head().stamp().seq());
            cursor = known;
        }
        return known;
    }
}
