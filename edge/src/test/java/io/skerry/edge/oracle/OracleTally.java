package io.skerry.edge.oracle;

import io.skerry.edge.oracle.Verdict.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Adds verdicts up. Any thread. */
public final class OracleTally {

    private static final int SAMPLES_PER_KIND = 5;

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, ConcurrentLinkedQueue<String>> samples = new EnumMap<>(Kind.class);
    private final LongAdder responses = new LongAdder();
    private final LongAdder hits = new LongAdder();

    /** A tally of nothing. */
    public OracleTally() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
            samples.put(kind, new ConcurrentLinkedQueue<>());
        }
    }

    /** Adds one. */
    public void add(Verdict verdict) {
        count(verdict.kind()).increment();
        if (verdict.status() > 0) {
            responses.increment();
        }
        if (verdict.kind() == Kind.COMPLETE && verdict.isHit()) {
            hits.increment();
        }
        if (verdict.kind().compareTo(Kind.LEFT) > 0) {
            sample(verdict);
        }
    }

    /** How many answers with a head there are so far. */
    public long responses() {
        return responses.sum();
    }

    /** The sum so far. */
    public OracleResult result() {
        List<String> words = samples.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(text -> entry.getKey() + ": " + text))
                .toList();
        return new OracleResult(
                responses.sum(),
                sum(Kind.COMPLETE),
                sum(Kind.CORRUPT),
                sum(Kind.STALE),
                sum(Kind.FOREIGN),
                sum(Kind.FAILED) + sum(Kind.BROKEN),
                sum(Kind.LEFT),
                hits.sum(),
                words);
    }

    private void sample(Verdict verdict) {
        ConcurrentLinkedQueue<String> words = Objects.requireNonNull(samples.get(verdict.kind()));
        if (sum(verdict.kind()) <= SAMPLES_PER_KIND) {
            words.add(verdict.detail());
        }
    }

    private long sum(Kind kind) {
        return count(kind).sum();
    }

    private LongAdder count(Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }
}
