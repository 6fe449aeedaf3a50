package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import io.skerry.cache.store.StoredResponse;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a visitor sees of a store. */
class StoreVisitTest extends EveryArrangement {

    StoreVisitTest(Arrangement arrangement) {
        super(arrangement);
    }

    @Test
    void visitor_sees_everything_once_wherever_it_is() {
        Map<String, Long> expected = new HashMap<>();
        int[] lengths = {0, 300, 5_000, 70_000, 300_000};
        for (int i = 0; i < lengths.length; i++) {
            String path = "/p" + i;
            driver.put(Samples.head(path), Samples.body(path, 1, lengths[i]));
            expected.put(path, (long) lengths[i]);
        }
        Awaitility.await().untilAsserted(() -> {
            Seen seen = new Seen(Integer.MAX_VALUE);
            StoreTour tour = store.visit(seen);
            assertThat(seen.times).isEqualTo(new HashMap<>(Map.of("/p0", 1, "/p1", 1, "/p2", 1, "/p3", 1, "/p4", 1)));
            assertThat(seen.lengths).isEqualTo(expected);
            assertThat(tour).isEqualTo(new StoreTour(5, 0, StoreTour.Extent.WHOLE));
        });
    }

    @Test
    void visitor_that_stops_is_told_that_something_is_left() {
        for (int i = 0; i < 10; i++) {
            driver.put(Samples.head("/p" + i), Samples.body("/p" + i, 1, 100));
        }
        Seen seen = new Seen(3);
        StoreTour tour = store.visit(seen);
        assertThat(seen.times).hasSize(3);
        assertThat(tour.extent()).isEqualTo(StoreTour.Extent.PART);
        assertThat(tour.seen()).isEqualTo(3);
        assertThat(tour.unseen()).isEqualTo(7);
    }

    @Test
    void removed_response_is_not_shown() {
        driver.put(Samples.head("/gone"), Samples.body("/gone", 1, 5_000));
        try (StoredResponse found =
                driver.find(Samples.key("/gone"), Samples.NO_INPUTS).orElseThrow()) {
            store.remove(found);
        }
        Awaitility.await().untilAsserted(() -> {
            Seen seen = new Seen(Integer.MAX_VALUE);
            store.visit(seen);
            assertThat(seen.times).isEmpty();
        });
    }

    /** Stops after so many. */
    private static final class Seen implements StoreVisitor {
        private final int most;
        private final Map<String, Integer> times = new HashMap<>();
        private final Map<String, Long> lengths = new HashMap<>();

        Seen(int most) {
            this.most = most;
        }

        @Override
        public boolean goesOn() {
            return times.size() < most;
        }

        @Override
        public void visit(StoredHead head, long lengthBytes) {
            times.merge(head.uri().path(), 1, Integer::sum);
            lengths.put(head.uri().path(), lengthBytes);
        }
    }
}
