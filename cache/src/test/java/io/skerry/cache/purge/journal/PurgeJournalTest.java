package io.skerry.cache.purge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.Heads;
import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.JournalDamaged;
import io.skerry.cache.purge.record.PurgeId;
import io.skerry.cache.purge.record.PurgeRecord;
import io.skerry.cache.purge.record.PurgeScope;
import io.skerry.cache.purge.record.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk: only a torn tail is ever cut, and whatever else is wrong is damage. */
class PurgeJournalTest {

    private static final long INCARNATION = 77;

    private static final List<PurgeSelector> ALL_KINDS = List.of(
            new PurgeSelector.Url(Heads.uri("https://a.example/p?q=1"), QueryMatch.EXACT, Optional.of("shop")),
            new PurgeSelector.Url(Heads.uri("https://a.example/p?q=1"), QueryMatch.IGNORED, Optional.empty()),
            new PurgeSelector.UrlVariant(
                    new PurgeSelector.Url(Heads.uri("https://a.example/p"), QueryMatch.IGNORED, Optional.of("shop")),
                    new VariantKey(
                            List.of(new VariantInput(VariantInput.Kind.HEADER, "accept-language")), List.of("de,en"))),
            new PurgeSelector.Tag("größe-42", Optional.empty()),
            new PurgeSelector.Prefix("a.example", "/assets/", Optional.empty()),
            new PurgeSelector.Host("a.example:8443", Optional.empty()),
            new PurgeSelector.Everything(Optional.of("blog")));

    private static final ClusterPosition POSITION = new ClusterPosition(77, 5, 1_700_000_000_000L, 3);

    private static final PurgeJournal.Replacement NOT_REPLACED = content -> {
        throw new IOException("not replaced in this test");
    };

    private final List<PurgeRecord> records = List.of(record(1), new PurgeRecord.Mark(2), record(3));

    @Test
    void records_come_back_as_they_were_written() throws Exception {
        assertThat(replay(written(records))).isEqualTo(records);
    }

    @Test
    void torn_tail_is_cut_wherever_the_write_ended() throws Exception {
        MemoryFile good = written(records);
        byte[] next = RecordCodec.encode(record(4));
        for (int torn = 0; torn < next.length; torn++) {
            MemoryFile file = new MemoryFile(concat(good.bytes, Arrays.copyOf(next, torn)));
            assertThat(replay(file)).as("torn after %d bytes", torn).isEqualTo(records);
            assertThat(file.bytes).isEqualTo(good.bytes);
        }
    }

    @Test
    void whole_record_behind_the_acknowledged_mark_is_kept() throws Exception {
        MemoryFile file = new MemoryFile(concat(written(records).bytes, RecordCodec.encode(record(4))));
        assertThat(replay(file)).hasSize(4);
        assertThat(replay(new MemoryFile(file.bytes))).hasSize(4);
    }

    @Test
    void altered_record_is_damage_even_at_the_very_end() throws IOException {
        byte[] good = written(records).bytes;
        for (int at = JournalHeader.BYTES; at < good.length; at++) {
            byte[] altered = good.clone();
            altered[at] ^= 0x10;
            assertDamaged(altered, "byte " + at + " altered");
        }
    }

    @Test
    void altered_header_is_damage() throws IOException {
        byte[] good = written(records).bytes;
        for (int at = 0; at < 100; at++) {
            // Bytes 36 to 40 pad the identity.
            if (at < 36 || at >= 40) {
                byte[] altered = good.clone();
                altered[at] ^= 0x10;
                assertDamaged(altered, "byte " + at + " altered");
            }
        }
    }

    @Test
    void file_that_lost_acknowledged_bytes_is_damage() throws IOException {
        byte[] good = written(records).bytes;
        for (int length = 0; length < good.length; length++) {
            assertDamaged(Arrays.copyOf(good, length), "cut to " + length + " bytes");
        }
    }

    @Test
    void altered_record_with_others_behind_it_is_damage_although_none_was_acknowledged() throws IOException {
        byte[] tail = concat(RecordCodec.encode(record(4)), RecordCodec.encode(record(5)));
        tail[20] ^= 1;
        assertDamaged(concat(written(records).bytes, tail), "not the last record");
    }

    @Test
    void repeated_record_is_damage() throws IOException {
        assertDamaged(concat(written(records).bytes, RecordCodec.encode(record(3))), "record 3 twice");
    }

    @Test
    void refused_records_do_not_come_back() throws Exception {
        for (int room = 0; room < RecordCodec.encode(record(4)).length; room++) {
            MemoryFile file = written(records);
            PurgeJournal journal = reopened(file);
            file.writableBytes = room;
            assertThatThrownBy(() -> append(journal, record(4))).isInstanceOf(IOException.class);
            file.writableBytes = Integer.MAX_VALUE;
            assertThat(replay(new MemoryFile(file.bytes)))
                    .as("room for %d bytes", room)
                    .isEqualTo(records);
        }
    }

    @Test
    void journal_goes_on_when_the_disk_does() throws Exception {
        MemoryFile file = written(records);
        PurgeJournal journal = reopened(file);
        file.syncFails = true;
        assertThatThrownBy(() -> append(journal, record(4))).hasMessage("Input/output error");
        file.syncFails = false;
        append(journal, record(4));
        assertThat(replay(new MemoryFile(file.bytes))).hasSize(4);
    }

    @Test
    void nothing_is_accepted_behind_a_tail_that_could_not_be_cut() throws Exception {
        MemoryFile file = written(records);
        PurgeJournal journal = reopened(file);
        file.writableBytes = 5;
        file.truncateFails = true;
        assertThatThrownBy(() -> append(journal, record(4))).isInstanceOf(IOException.class);
        file.writableBytes = Integer.MAX_VALUE;
        assertThatThrownBy(() -> append(journal, record(4))).hasMessage("Read-only file system");
        file.truncateFails = false;
        append(journal, record(4));
        assertThat(replay(new MemoryFile(file.bytes))).hasSize(4);
    }

    @Test
    void mark_remembers_what_was_delivered_and_how_far_the_cluster_is_applied() throws Exception {
        JournalMark mark = PurgeJournal.header(written(records)).mark();
        assertThat(mark.deliveredNumber()).isEqualTo(2);
        assertThat(mark.position()).isEqualTo(POSITION);
    }

    @Test
    void retired_records_are_gone_and_the_others_come_back() throws Exception {
        MemoryFile[] shorter = {MemoryFile.fresh(INCARNATION)};
        PurgeJournal journal = PurgeJournal.reopen(shorter[0], record -> {}, content -> {
            shorter[0] = new MemoryFile(new byte[0]);
            content.writeTo(shorter[0]);
            return shorter[0];
        });
        long number = 0;
        while (journal.sizeBytes() < 2 * PurgeJournal.WORTH_SHORTENING_BYTES) {
            append(journal, record(++number));
        }
        assertThat(journal.retire(number / 4, 0))
                .as("less than half is not worth it")
                .isZero();
        long asked = number * 3 / 4;

        long retired = journal.retire(asked, 0);

        assertThat(retired).isBetween(asked - 1_000, asked);
        append(journal, record(number + 1));
        List<PurgeRecord> kept = replay(new MemoryFile(shorter[0].bytes));
        assertThat(kept.getFirst().number()).isEqualTo(retired + 1);
        assertThat(kept.getLast()).isEqualTo(record(number + 1));
        assertThat(PurgeJournal.header(new MemoryFile(shorter[0].bytes)).firstNumber())
                .isEqualTo(retired + 1);
        assertThat(journal.retire(number + 1, 0)).as("shorter than is worth it").isEqualTo(retired);
    }

    @Test
    void shorter_file_that_the_disk_has_no_room_for_takes_none(@TempDir Path folder) throws Exception {
        Path path = PurgeJournal.in(folder);
        PurgeJournal.create(path, INCARNATION, 1).close(new JournalProgress(0, 0, POSITION));
        PurgeJournal journal = PurgeJournal.reopen(
                DiskFile.open(path),
                record -> {},
                content -> DiskFile.create(path, shorter -> {
                    content.writeTo(shorter);
                    throw new IOException("No space left on device");
                }));
        long number = 0;
        while (journal.sizeBytes() < 2 * PurgeJournal.WORTH_SHORTENING_BYTES) {
            append(journal, record(++number));
        }
        long last = number;
        assertThatThrownBy(() -> journal.retire(last, 0)).isInstanceOf(IOException.class);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
        append(journal, record(last + 1));
        assertThat(journal.lastNumber()).isEqualTo(last + 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void records_behind_a_shortening_for_which_descriptors_ran_out_are_there_after_a_restart(@TempDir Path folder)
            throws Exception {
        Path path = PurgeJournal.in(folder);
        PurgeJournal.create(path, INCARNATION, 1).close(new JournalProgress(0, 0, POSITION));
        PurgeJournal journal = PurgeJournal.reopen(
                DiskFile.open(path),
                record -> {},
                content -> DiskFile.create(path, shorter -> {
                    content.writeTo(shorter);
                    Descriptors.none();
                }));
        long number = 0;
        while (journal.sizeBytes() < 2 * PurgeJournal.WORTH_SHORTENING_BYTES) {
            append(journal, record(++number));
        }
        try {
            journal.retire(number, 0);
        } catch (IOException noDescriptors) {
            assertThat(journal.lastNumber()).isEqualTo(number);
        } finally {
            Descriptors.asBefore();
        }
        append(journal, record(number + 1));

        List<PurgeRecord> replayed = new ArrayList<>();
        PurgeJournal again = PurgeJournal.reopen(DiskFile.open(path), replayed::add, NOT_REPLACED);
        again.close(new JournalProgress(number + 1, number, POSITION));
        assertThat(replayed).last().isEqualTo(record(number + 1));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void is_not_reopened_before_the_name_of_its_file_is_durable(@TempDir Path folder)
            throws IOException, JournalDamaged {
        Path path = PurgeJournal.in(folder);
        PurgeJournal.create(path, INCARNATION, 1).close(new JournalProgress(0, 0, POSITION));
        DiskFile file = DiskFile.open(path);
        Descriptors.none();
        try {
            assertThatThrownBy(() -> PurgeJournal.reopen(file, record -> {}, NOT_REPLACED))
                    .isInstanceOf(IOException.class);
        } finally {
            Descriptors.asBefore();
        }
        PurgeJournal.reopen(DiskFile.open(path), record -> {}, NOT_REPLACED).close(new JournalProgress(0, 0, POSITION));
    }

    private static PurgeJournal reopened(MemoryFile file) throws IOException, JournalDamaged {
        return PurgeJournal.reopen(file, record -> {}, NOT_REPLACED);
    }

    private static PurgeRecord record(long number) {
        return new PurgeRecord.Purge(
                number, new PurgeId(number, -number), PurgeScope.CLUSTER, 1_000 * number, PurgeMode.SOFT, ALL_KINDS);
    }

    private static MemoryFile written(List<PurgeRecord> records) throws IOException {
        MemoryFile file = MemoryFile.fresh(INCARNATION);
        try {
            PurgeJournal journal = reopened(file);
            for (PurgeRecord record : records) {
                append(journal, record);
            }
        } catch (JournalDamaged e) {
            throw new AssertionError("a fresh journal", e);
        }
        return file;
    }

    private static void append(PurgeJournal journal, PurgeRecord record) throws IOException {
        journal.append(
                List.of(RecordCodec.encode(record)),
                new JournalProgress(record.number(), record.number() - 1, POSITION));
    }

    private static List<PurgeRecord> replay(MemoryFile file) throws IOException, JournalDamaged {
        List<PurgeRecord> replayed = new ArrayList<>();
        assertThat(PurgeJournal.reopen(file, replayed::add, NOT_REPLACED).incarnation())
                .isEqualTo(INCARNATION);
        return replayed;
    }

    private static void assertDamaged(byte[] bytes, String what) {
        MemoryFile file = new MemoryFile(bytes);
        assertThatThrownBy(() -> reopened(file)).as(what).isInstanceOf(JournalDamaged.class);
        assertThat(file.closed).isTrue();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
