package io.skerry.edge.purges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountingTimeTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void counting_takes_a_twentieth_of_the_time_in_the_long_run() {
        CountingTime time = new CountingTime(0);
        long spent = 0;
        for (long now = 0; now < 100 * SECOND; now += SECOND / 1_000) {
            if (time.isLeft(now)) {
                time.spend(SECOND / 50);
                spent += SECOND / 50;
            }
        }
        assertThat(spent).isBetween(5 * SECOND, 6 * SECOND);
    }

    @Test
    void few_purges_in_a_row_are_all_counted() {
        CountingTime time = new CountingTime(0);
        for (int i = 0; i < 25; i++) {
            assertThat(time.isLeft(0)).isTrue();
            time.spend(SECOND / 50);
        }
        assertThat(time.isLeft(0)).isFalse();
    }
}
