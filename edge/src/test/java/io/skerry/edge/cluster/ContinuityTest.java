package io.skerry.edge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.edge.cluster.Continuity.Broken;
import io.skerry.edge.cluster.Continuity.Continues;
import io.skerry.edge.cluster.Continuity.Loss;
import io.skerry.edge.cluster.LogState.Past;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContinuityTest {

    private static final LogState.Times TIMES = new LogState.Times(0, 0);
    private static final ClusterPosition AT_FIVE = new ClusterPosition(7, 5, 100, 0);

    @Test
    void entries_without_a_gap_go_on() {
        List<LogEntry> entries = List.of(entry(7, 6), entry(7, 7));

        assertThat(Continuity.after(AT_FIVE, entries))
                .isEqualTo(new Continues(
                        List.of(purge(6), purge(7)), entries.getLast().position()));
    }

    @Test
    void missing_number_is_a_gap_wherever_it_is() {
        assertThat(Continuity.after(AT_FIVE, List.of(entry(7, 7)))).isEqualTo(new Broken(Loss.GAP));
        assertThat(Continuity.after(AT_FIVE, List.of(entry(7, 6), entry(7, 8)))).isEqualTo(new Broken(Loss.GAP));
    }

    @Test
    void number_that_comes_a_second_time_is_a_log_rolled_back() {
        assertThat(Continuity.after(AT_FIVE, List.of(entry(7, 5)))).isEqualTo(new Broken(Loss.ROLLED_BACK));
    }

    @Test
    void entry_of_another_epoch_is_a_new_log() {
        assertThat(Continuity.after(AT_FIVE, List.of(entry(8, 6)))).isEqualTo(new Broken(Loss.NEW_EPOCH));
    }

    @Test
    void entry_that_cannot_be_read_may_be_any_purge() {
        LogEntry unreadable = new LogEntry(new ClusterPosition(7, 6, 101, 0), Optional.empty());
        assertThat(Continuity.after(AT_FIVE, List.of(unreadable))).isEqualTo(new Broken(Loss.UNREADABLE));
    }

    @Test
    void state_of_a_log_that_is_read_to_its_end_or_has_the_next_entry_is_sound() {
        assertThat(Continuity.at(AT_FIVE, state(7, 5, Optional.empty()))).isInstanceOf(Continues.class);
        assertThat(Continuity.at(AT_FIVE, state(7, 9, Optional.of(place(7, 6)))))
                .isInstanceOf(Continues.class);
    }

    @Test
    void state_of_a_log_that_was_trimmed_emptied_or_replaced_is_not() {
        assertThat(Continuity.at(AT_FIVE, state(7, 9, Optional.of(place(7, 8)))))
                .isEqualTo(new Broken(Loss.GAP));
        assertThat(Continuity.at(AT_FIVE, state(7, 9, Optional.empty()))).isEqualTo(new Broken(Loss.GAP));
        assertThat(Continuity.at(AT_FIVE, state(8, 5, Optional.empty()))).isEqualTo(new Broken(Loss.NEW_EPOCH));
        assertThat(Continuity.at(AT_FIVE, state(7, 4, Optional.empty()))).isEqualTo(new Broken(Loss.ROLLED_BACK));
        assertThat(Continuity.at(ClusterPosition.NONE, state(7, 4, Optional.empty())))
                .isEqualTo(new Broken(Loss.FIRST_CONTACT));
    }

    @Test
    void log_whose_numbers_go_on_from_other_entries_is_rolled_back() {
        LogState equallyLong = new LogState(place(7, 5), Optional.empty(), Past.REWRITTEN, TIMES);
        LogState longer = new LogState(place(7, 9), Optional.of(place(7, 6)), Past.REWRITTEN, TIMES);
        assertThat(Continuity.at(AT_FIVE, equallyLong)).isEqualTo(new Broken(Loss.ROLLED_BACK));
        assertThat(Continuity.at(AT_FIVE, longer)).isEqualTo(new Broken(Loss.ROLLED_BACK));
    }

    private static LogState state(long epoch, long seq, Optional<ClusterPosition> next) {
        return new LogState(place(epoch, seq), next, Past.AS_READ, TIMES);
    }

    private static ClusterPosition place(long epoch, long seq) {
        return new ClusterPosition(epoch, seq, 95 + seq, 0);
    }

    private static LogEntry entry(long epoch, long seq) {
        return new LogEntry(place(epoch, seq), Optional.of(purge(seq)));
    }

    private static PeerPurge purge(long id) {
        return new PeerPurge(new PurgeId(0, id), PurgeMode.HARD, List.of(new PurgeSelector.Tag("t", Optional.empty())));
    }
}
