package io.skerry.cache.purge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.purge.record.JournalDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSealTest {

    @TempDir
    Path folder;

    private JournalSeal seal;

    @BeforeEach
    void first() throws IOException {
        seal = new JournalSeal(folder);
        seal.renew(1);
    }

    @Test
    void one_file_says_how_far_the_journal_has_come() throws Exception {
        for (long number = 2; number < 5; number++) {
            seal.renew(number);
        }

        assertThat(files()).hasSize(1);
        assertThat(seal.isWhole()).isTrue();
        seal.check(4);
        assertThatThrownBy(() -> seal.check(3)).isInstanceOf(JournalDamaged.class);
    }

    @Test
    void copy_from_before_a_renewal_put_back_in_place_is_noticed() throws IOException {
        Path copied = files().getFirst();
        seal.renew(2);
        Files.createFile(copied);

        assertThat(seal.isWhole()).isFalse();
        assertThat(new JournalSeal(folder).isWhole()).isFalse();
    }

    @Test
    void one_that_somebody_took_away_is_made_anew() throws Exception {
        Files.delete(files().getFirst());
        seal.renew(2);
        seal.renew(3);

        assertThat(files()).hasSize(1);
        assertThat(seal.isWhole()).isTrue();
        assertThatThrownBy(() -> seal.check(2)).isInstanceOf(JournalDamaged.class);
    }

    @Test
    void the_next_process_takes_over_from_the_one_before() throws Exception {
        JournalSeal next = new JournalSeal(folder);
        next.renew(2);
        next.renew(3);

        assertThat(files()).hasSize(1);
        assertThat(next.isWhole()).isTrue();
        next.check(3);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
