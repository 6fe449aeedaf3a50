package io.skerry.cache.store.eviction;

import java.util.List;

/**
 * Tries every {@link EvictionOrder} on a sample of the keys and tells which serves best.
 *
 * <p>A model of the cache for each order sees the requests for the sampled keys, with as large a part of the capacity as keys are sampled.
 * Chosen is the order that comes closest to the best of all in requests and in bytes at once (the lesser of its two shares), among those
 * that hit no less than LRU does in either. When the cache itself has fallen behind LRU, on the same keys and over a longer time,
 * what it lacks decides alone until it has caught up. Where orders lead by turns, each change exchanges what is held just before it would
 * have been asked for: a cache that has fallen far behind in both has LRU until it has caught up. Not thread-safe.
 */
final class Contest {

    private static final EvictionOrder[] ORDERS = EvictionOrder.values();
    private static final int LRU = List.of(ORDERS).indexOf(EvictionOrder.RECENCY);
    /** A sample gets at most so much of the capacity, and a model holds at most so many responses (about 120 bytes of heap each). */
    private static final long MOST_CAPACITY = 64L << 20;

    private static final int MOST_RESPONSES = 8192;
    private static final long BYTES_EXPECTED = 2048;

    private static final int FIRST_CHOICE = 200;
    private static final int CHOICE_EVERY = 100;
    private static final int AGE_EVERY = 500;
    private static final double KEPT = 0.985;
    private static final double KEPT_LONG = 0.998;
    /** What an order must have beyond LRU in bytes, and the chosen one is ahead of others, so that noise decides nothing. */
    private static final double MARGIN = 0.002;
    /** Far behind LRU: by so many hits, one in so many of the responses held, and such a part of LRU's hits. */
    private static final int FAR_HITS = 50;

    private static final int FAR_OF_HELD = 8;
    private static final double FAR = 0.02;

    private final long capacity;
    private final Score[] scores = new Score[ORDERS.length];
    private final Score lruLong = new Score();
    private final Score ownLong = new Score();
    private Model[] models;
    private int mask;
    private long seen;
    private EvictionOrder chosen = EvictionOrder.RECENCY;

    Contest(long capacity) {
        this.capacity = capacity;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = new Score();
        }
        while (capacity / (mask + 1) > MOST_CAPACITY) {
            mask = mask * 2 + 1;
        }
        models = models();
    }

    private Model[] models() {
        long part = Math.max(1, capacity / (mask + 1));
        Model[] fresh = new Model[ORDERS.length];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = Model.of(ORDERS[i], part, part / BYTES_EXPECTED);
        }
        return fresh;
    }

    /** Which bits of a digest are zero in those of the sample. */
    int mask() {
        return mask;
    }

    EvictionOrder chosen() {
        return chosen;
    }

    /** Notes a request for a sampled key. */
    void asked(long digest, int weight, boolean hit) {
        for (int i = 0; i < models.length; i++) {
            if (models[i].ask(digest, weight)) {
                scores[i].hit(weight);
                if (i == LRU) {
                    lruLong.hit(weight);
                }
            }
        }
        if (hit) {
            ownLong.hit(weight);
        }
        seen++;
        if (seen >= FIRST_CHOICE && seen % CHOICE_EVERY == 0) {
            choose();
        }
        if (seen % AGE_EVERY == 0) {
            age();
        }
    }

    private void age() {
        for (Score score : scores) {
            score.age(KEPT);
        }
        lruLong.age(KEPT_LONG);
        ownLong.age(KEPT_LONG);
        if (models[LRU].size() > MOST_RESPONSES) {
            mask = mask * 2 + 1;
            models = models();
        }
    }

    private void choose() {
        chosen = farBehind() ? EvictionOrder.RECENCY : closestToBest();
    }

    private boolean farBehind() {
        double allowed = FAR_HITS + (double) models[LRU].size() / FAR_OF_HELD + FAR * lruLong.requests;
        return ownLong.requests + allowed < lruLong.requests && ownLong.bytes < lruLong.bytes * (1 - FAR);
    }

    private EvictionOrder closestToBest() {
        Score best = new Score();
        for (Score score : scores) {
            best.requests = Math.max(best.requests, score.requests);
            best.bytes = Math.max(best.bytes, score.bytes);
        }
        Score lru = scores[LRU];
        EvictionOrder first = EvictionOrder.RECENCY;
        double most = grade(first, lru, best);
        for (int i = 0; i < ORDERS.length; i++) {
            EvictionOrder order = ORDERS[i];
            Score score = scores[i];
            boolean behindLru = score.requests < lru.requests || score.bytes < lru.bytes * (1 + MARGIN);
            double grade = behindLru ? -1 : grade(order, score, best);
            if (grade > most) {
                most = grade;
                first = order;
            }
        }
        return first;
    }

    private double grade(EvictionOrder order, Score score, Score best) {
        double requests = score.requests / Math.max(1, best.requests);
        double bytes = score.bytes / Math.max(1, best.bytes);
        boolean owesRequests = ownLong.requests < lruLong.requests;
        boolean owesBytes = ownLong.bytes < lruLong.bytes;
        double grade = Math.min(requests, bytes);
        if (owesRequests != owesBytes) {
            grade = owesBytes ? bytes : requests;
        }
        return order == chosen ? grade + MARGIN : grade;
    }

    /** Hits, the older the less. */
    private static final class Score {
        private double requests;
        private double bytes;

        void hit(int weight) {
            requests++;
            bytes += weight;
        }

        void age(double kept) {
            requests *= kept;
            bytes *= kept;
        }
    }
}
