package io.skerry.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.index.IndexLimits;
import io.skerry.cache.purge.journal.JournalProgress;
import io.skerry.cache.purge.journal.PurgeJournal;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import io.skerry.cache.purge.record.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart finds in the folder, and what becomes of everything stored before it. */
class PurgeRestartTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);

    @TempDir
    Path folder;

    @Test
    void purges_and_their_modes_are_in_force_again_after_a_restart() throws IOException {
        JournalStamp stamp;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            stamp = log.stamp();
            purge(log, PurgeMode.HARD, "hard");
            purge(log, PurgeMode.SOFT, "soft");
        }
        try (PurgeLog log = PurgeLog.open(folder, InstantSource.fixed(NOON.plusSeconds(3_600)))) {
            assertThat(judge(log, head(stamp, "hard"))).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(judge(log, head(stamp, "soft"))).isEqualTo(new PurgeVerdict.Soft(NOON));
            assertThat(judge(log, head(stamp, "other"))).isEqualTo(PurgeVerdict.NOT);
            assertThat(log.recovery()).isEqualTo(new JournalRecovery.Replayed(3));
        }
    }

    @Test
    void response_stored_after_many_invalidations_is_older_than_a_purge_after_the_restart() throws IOException {
        StoredHead head;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            for (int i = 0; i < 100; i++) {
                log.invalidate(Heads.uri("https://a.example/cart/" + i), "shop");
            }
            head = head(log.stamp(), "t");
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            log.invalidate(head.uri(), "shop");
            assertThat(judge(log, head)).isInstanceOf(PurgeVerdict.Invalidated.class);
            purge(log, PurgeMode.HARD, "t");
            assertThat(judge(log, head)).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void missing_journal_makes_everything_stored_unusable() throws IOException {
        StoredHead head;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            head = head(log.stamp(), "t");
        }
        Files.delete(PurgeJournal.in(folder));
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isEqualTo(new JournalRecovery.Created());
            assertThat(judge(log, head)).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void damaged_journal_makes_everything_stored_unusable_and_is_kept_for_the_operator() throws IOException {
        StoredHead head;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            head = head(log.stamp(), "t");
            purge(log, PurgeMode.HARD, "unrelated");
        }
        byte[] bytes = Files.readAllBytes(PurgeJournal.in(folder));
        bytes[bytes.length - 1] ^= 1;
        Files.write(PurgeJournal.in(folder), bytes);
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Damaged.class);
            assertThat(judge(log, head)).isInstanceOf(PurgeVerdict.Hard.class);
            assertThat(folder.resolve("purge.journal.damaged")).hasBinaryContent(bytes);
            purge(log, PurgeMode.HARD, "t");
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isEqualTo(new JournalRecovery.Replayed(2));
        }
    }

    @Test
    void second_log_on_one_folder_is_refused_and_the_first_goes_on() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThatThrownBy(() -> PurgeLog.open(folder, CLOCK)).isInstanceOf(IOException.class);
            StoredHead head = head(log.stamp(), "t");
            purge(log, PurgeMode.HARD, "t");
            assertThat(judge(log, head)).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void folder_restored_whole_from_an_old_copy_is_not_trusted(@TempDir Path copies) throws IOException {
        JournalStamp stamp;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            stamp = log.stamp();
            purge(log, PurgeMode.HARD, "before");
        }
        copy(folder, copies);
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            purge(log, PurgeMode.HARD, "since");
        }
        clear(folder);
        copy(copies, folder);

        assertDropsEverythingOnce(stamp);
    }

    @Test
    void folder_whose_files_were_overwritten_by_an_old_copy_is_not_trusted(@TempDir Path copies) throws IOException {
        PurgeLog.open(folder, CLOCK).close();
        copy(folder, copies);
        copy(copies, folder);

        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Damaged.class);
        }
    }

    @Test
    void folder_whose_files_were_overwritten_with_their_times_by_an_old_copy_is_not_trusted(@TempDir Path copies)
            throws IOException {
        JournalStamp stamp;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            stamp = log.stamp();
            copyWithTimes(folder, copies);
            purge(log, PurgeMode.HARD, "since");
        }
        copyWithTimes(copies, folder);

        assertDropsEverythingOnce(stamp);
    }

    /** What was stored before is unusable; what is stored then is found after another start. */
    private void assertDropsEverythingOnce(JournalStamp before) throws IOException {
        JournalStamp after;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Damaged.class);
            assertThat(judge(log, head(before, "since"))).isInstanceOf(PurgeVerdict.Hard.class);
            after = log.stamp();
        }
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Replayed.class);
            assertThat(judge(log, head(after, "since"))).isEqualTo(PurgeVerdict.NOT);
        }
    }

    /** As {@code cp -a} does. */
    private static void copyWithTimes(Path from, Path to) throws IOException {
        copy(from, to);
        for (Path file : files(from)) {
            Files.setLastModifiedTime(to.resolve(file.getFileName()), Files.getLastModifiedTime(file));
        }
    }

    @Test
    void journal_that_was_put_back_to_before_a_purge_is_not_trusted() throws IOException {
        JournalStamp stamp;
        byte[] old;
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            stamp = log.stamp();
            old = Files.readAllBytes(PurgeJournal.in(folder));
            purge(log, PurgeMode.HARD, "since");
        }
        Files.write(PurgeJournal.in(folder), old);

        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Damaged.class);
            assertThat(judge(log, head(stamp, "since"))).isInstanceOf(PurgeVerdict.Hard.class);
        }
    }

    @Test
    void journal_that_took_the_place_of_a_damaged_one_is_trusted() throws IOException {
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            for (int i = 0; i < 3; i++) {
                purge(log, PurgeMode.HARD, "before" + i);
            }
        }
        Files.write(PurgeJournal.in(folder), new byte[] {1, 2, 3});
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Damaged.class);
        }

        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Replayed.class);
        }
    }

    @Test
    void folder_that_was_moved_is_trusted(@TempDir Path elsewhere) throws IOException {
        PurgeLog.open(folder, CLOCK).close();
        Path moved = Files.move(folder, elsewhere.resolve("moved"));

        try (PurgeLog log = PurgeLog.open(moved, CLOCK)) {
            assertThat(log.recovery()).isInstanceOf(JournalRecovery.Replayed.class);
        }
        Files.createDirectory(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            try (var in = Files.newInputStream(file);
                    var out = Files.newOutputStream(to.resolve(file.getFileName()))) {
                in.transferTo(out);
            }
        }
    }

    private static void clear(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void journal_of_a_million_purges_is_replayed_in_bounded_memory() throws Exception {
        PurgeLog.open(folder, CLOCK).close();
        PurgeJournal journal = PurgeJournal.create(PurgeJournal.in(folder), 77, 1);
        long number = 0;
        while (number < 1_000_000) {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                number++;
                frames.add(RecordCodec.encode(new PurgeRecord.Purge(
                        number,
                        new PurgeId(0, number),
                        PurgeScope.NODE,
                        0,
                        PurgeMode.HARD,
                        List.of(tag("t" + number)))));
            }
            journal.append(frames, progress(number));
        }
        journal.close(progress(number));
        try (PurgeLog log = PurgeLog.open(folder, CLOCK)) {
            JournalStamp before = new JournalStamp(77, 0);
            assertThat(log.recovery()).isEqualTo(new JournalRecovery.Replayed(1_000_000));
            assertThat(log.stats().index().tags()).isLessThanOrEqualTo(IndexLimits.DEFAULT.tags());
            for (int i = 1; i <= 1_000_000; i += 997) {
                assertThat(judge(log, head(before, "t" + i))).isInstanceOf(PurgeVerdict.Hard.class);
            }
        }
    }

    private static JournalProgress progress(long number) {
        return new JournalProgress(number, number, ClusterPosition.NONE);
    }

    private static PurgeVerdict judge(PurgeLog log, StoredHead head) {
        return log.judge(head, new PurgeCursor(head.stamp().seq()));
    }

    private static void purge(PurgeLog log, PurgeMode mode, String tag) {
        assertThat(log.purge(List.of(tag(tag)), mode).toCompletableFuture().join())
                .isInstanceOf(PurgeReceipt.InForce.class);
    }

    private static StoredHead head(JournalStamp stamp, String tag) {
        return Heads.of("https://a.example/page").tags(tag).at(stamp);
    }

    private static PurgeSelector tag(String tag) {
        return new PurgeSelector.Tag(tag, Optional.empty());
    }
}
