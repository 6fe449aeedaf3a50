package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.skerry.cache.purge.JournalHealth;
import io.skerry.cache.purge.JournalRecovery;
import io.skerry.edge.admin.ReadyCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeAdminTest {

    private static final JournalRecovery REPLAYED = new JournalRecovery.Replayed(7);

    @ParameterizedTest
    @MethodSource
    void journal_that_can_be_written_says_how_it_was_found(JournalRecovery recovery, String said) {
        assertThat(NodeAdmin.journal(JournalHealth.WRITABLE, recovery)).isEqualTo(new ReadyCheck.Ready(said));
    }

    static List<Arguments> journal_that_can_be_written_says_how_it_was_found() {
        return List.of(
                arguments(new JournalRecovery.Created(), "new"),
                arguments(REPLAYED, "replayed, 7 records"),
                arguments(
                        new JournalRecovery.Damaged("the header is cut short"),
                        "made anew, the one before was damaged: the header is cut short"));
    }

    @Test
    void journal_that_does_not_answer_keeps_no_traffic_away_and_says_that_purges_wait() {
        assertThat(NodeAdmin.journal(JournalHealth.STANDING_STILL, REPLAYED))
                .isEqualTo(new ReadyCheck.Ready("does not answer: purges wait"));
    }

    @Test
    void journal_that_cannot_be_written_keeps_no_traffic_away_and_says_that_purges_are_refused() {
        assertThat(NodeAdmin.journal(JournalHealth.UNWRITABLE, REPLAYED))
                .isEqualTo(new ReadyCheck.Ready("cannot be written: purges are refused"));
    }
}
