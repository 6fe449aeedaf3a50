package io.skerry.edge.purges;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.AgeCalculator;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.PurgeScan;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.purgeapi.inventory.Sample;
import io.skerry.purgeapi.inventory.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One walk through a store, counting what a purge finds. Used once, by one thread. */
final class Walk {

    private static final int PARTIAL_CONTENT = 206;
    /** So many responses take some ten microseconds: nobody who shares the processor waits longer for it. A power of two. */
    private static final int YIELD_EVERY = 64;

    private final Duration limit;
    private final Sampling sampling;

    Walk(Duration limit, Sampling sampling) {
        this.limit = limit;
        this.sampling = sampling;
    }

    /** Whether some of what is found is shown. */
    enum Sampling {
        NONE,
        FIRST
    }

    Tally through(CacheStore store, PurgeScan scan, Instant now) {
        Counter counter = new Counter(scan, System.nanoTime() + limit.toNanos(), now);
        StoreTour tour = store.visit(counter);
        double scale = tour.seen() == 0 ? 1 : (double) (tour.seen() + tour.unseen()) / tour.seen();
        return new Tally.Counted(
                Math.round(counter.objects * scale),
                Math.round(counter.bytes * scale),
                Math.round(counter.derived * scale),
                tour.extent() == StoreTour.Extent.WHOLE ? Tally.Precision.EXACT : Tally.Precision.ESTIMATE,
                counter.sample);
    }

    private final class Counter implements StoreVisitor {
        private final PurgeScan scan;
        private final long until;
        private final Instant now;
        private final List<Sample> sample = new ArrayList<>();
        private int walked;
        private long objects;
        private long bytes;
        private long derived;

        Counter(PurgeScan scan, long until, Instant now) {
            this.scan = scan;
            this.until = until;
            this.now = now;
        }

        @Override
        @SuppressWarnings(
                "ThreadPriorityCheck") // nothing depends on it: it shortens the wait of whoever shares the core
        public boolean goesOn() {
            if ((++walked & YIELD_EVERY - 1) == 0) {
                Thread.yield();
            }
            return System.nanoTime() - until < 0 && !Thread.currentThread().isInterrupted();
        }

        @Override
        public void visit(StoredHead head, long lengthBytes) {
            if (!scan.finds(head)) {
                return;
            }
            bytes += lengthBytes;
            // A 206 is a slice of a long response, whose head is stored beside it and counts.
            if (head.response().status() == PARTIAL_CONTENT) {
                return;
            }
            objects++;
            derived += head.parents().isEmpty() ? 0 : 1;
            if (sampling == Sampling.FIRST && sample.size() < Sample.MOST) {
                sample.add(sample(head, lengthBytes));
            }
        }

        private Sample sample(StoredHead head, long lengthBytes) {
            return new Sample(
                    head.uri().toString(),
                    text(head.variant()),
                    lengthBytes,
                    head.tags().stream().sorted().toList(),
                    age(head).toSeconds());
        }

        private Duration age(StoredHead head) {
            Duration initial = AgeCalculator.correctedInitialAge(
                    head.response().headers(), head.requestTime(), head.responseTime());
            return AgeCalculator.currentAge(initial, AgeCalculator.residentTime(head.responseTime(), now));
        }
    }

    private static String text(VariantKey variant) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < variant.inputs().size(); i++) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(variant.inputs().get(i).name())
                    .append('=')
                    .append(variant.values().get(i));
        }
        return text.toString();
    }
}
