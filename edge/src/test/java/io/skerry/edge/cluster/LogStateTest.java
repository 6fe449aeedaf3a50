package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.edge.cluster.LogState.Past;
import io.skerry.edge.cluster.LogState.Times;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogStateTest {

    private static final long BEGAN = 10_000_000;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static final LogState HOUR_OLD = state(2, new Times(BEGAN, BEGAN + HOUR));

    @Test
    void what_was_read_since_the_epoch_began_may_be_lacking_whatever_the_clocks_of_the_servers_say() {
        ClusterPosition longAgo = read(1, 0);
        assertThat(HOUR_OLD.mayLack(longAgo, ago(Duration.ofMinutes(59)))).isTrue();
        ClusterPosition ahead = read(1, BEGAN + HOUR);
        assertThat(HOUR_OLD.mayLack(ahead, ago(Duration.ofMinutes(61)))).isFalse();
    }

    @Test
    void of_what_was_read_before_the_node_started_the_time_of_its_entry_tells() {
        assertThat(HOUR_OLD.mayLack(read(1, BEGAN + 1), Optional.empty())).isTrue();
        assertThat(HOUR_OLD.mayLack(read(1, BEGAN - 59_000), Optional.empty())).isTrue();
        assertThat(HOUR_OLD.mayLack(read(1, BEGAN - 61_000), Optional.empty())).isFalse();
    }

    @Test
    void of_an_epoch_that_began_nobody_knows_when_nothing_is_sure() {
        LogState unknown = state(2, new Times(0, BEGAN));
        assertThat(unknown.mayLack(read(1, 1), Optional.empty())).isTrue();
        assertThat(unknown.mayLack(read(1, 1), ago(Duration.ofMinutes(60)))).isTrue();
    }

    @Test
    void log_of_the_same_epoch_and_a_node_that_has_read_nothing_lack_nothing() {
        assertThat(HOUR_OLD.mayLack(read(2, BEGAN + 1), ago(Duration.ZERO))).isFalse();
        assertThat(HOUR_OLD.mayLack(ClusterPosition.NONE, Optional.empty())).isFalse();
        assertThat(HOUR_OLD.mayLack(new ClusterPosition(1, 0, 0, 0), Optional.empty()))
                .isFalse();
    }

    private static Optional<Duration> ago(Duration time) {
        return Optional.of(time);
    }

    private static ClusterPosition read(long epoch, long millis) {
        return new ClusterPosition(epoch, 5, millis, 0);
    }

    private static LogState state(long epoch, Times times) {
        return new LogState(new ClusterPosition(epoch, 9, BEGAN, 0), Optional.empty(), Past.AS_READ, times);
    }
}
