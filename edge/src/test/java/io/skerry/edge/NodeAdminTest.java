package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.purge.JournalHealth;
import io.skerry.cache.purge.JournalRecovery;
import io.skerry.edge.admin.ReadyCheck;
import org.junit.jupiter.api.Test;

class NodeAdminTest {

    private static final JournalRecovery REPLAYED = new JournalRecovery.Replayed(7);

    @Test
    void journal_that_can_be_written_says_how_it_was_found() {
        assertThat(NodeAdmin.journal(JournalHealth.WRITABLE, REPLAYED))
                .isEqualTo(new ReadyCheck.Ready(REPLAYED.toString()));
    }

    @Test
    void journal_that_cannot_be_written_keeps_no_traffic_away_and_says_that_purges_are_refused() {
        assertThat(NodeAdmin.journal(JournalHealth.UNWRITABLE, REPLAYED))
                .isEqualTo(new ReadyCheck.Ready("cannot be written: purges are refused"));
    }
}
