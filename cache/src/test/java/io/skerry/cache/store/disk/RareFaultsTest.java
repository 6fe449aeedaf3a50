package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RareFaultsTest {

    private static final String WRITING = "a file cannot be written";

    private final AtomicLong nanos = new AtomicLong();
    private final RareFaults faults = new RareFaults(nanos::get);

    private static IOException full() {
        return new IOException("No space left on device");
    }

    @Test
    void each_kind_is_said_once_a_minute() {
        assertThat(faults.due(WRITING, full())).isTrue();
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(faults.due(WRITING, full())).isFalse();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(faults.due(WRITING, full())).isTrue();
        assertThat(faults.due(WRITING, full())).isFalse();
    }

    @Test
    void what_no_failure_tells_of_is_said_once_a_minute_too() {
        assertThat(faults.due("damaged: checksum")).isTrue();
        assertThat(faults.due("damaged: checksum")).isFalse();
        assertThat(faults.due("damaged: too short")).isTrue();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(faults.due("damaged: checksum")).isTrue();
    }

    @Test
    void another_action_and_another_reason_are_other_kinds() {
        assertThat(faults.due(WRITING, full())).isTrue();
        assertThat(faults.due("a file cannot be read", full())).isTrue();
        assertThat(faults.due(WRITING, new IOException("Input/output error"))).isTrue();
        assertThat(faults.due(WRITING, new IllegalStateException("No space left on device")))
                .isTrue();
    }

    @Test
    void the_same_reason_on_another_file_or_under_another_wrapping_is_the_same_kind() {
        String reason = "Read-only file system";
        assertThat(faults.due(WRITING, new FileSystemException("/cache/1.seg", null, reason)))
                .isTrue();
        assertThat(faults.due(WRITING, new FileSystemException("/cache/2.seg", null, reason)))
                .isFalse();
        assertThat(faults.due(WRITING, new IOException(new FileSystemException("/cache/3.seg", null, reason))))
                .isFalse();
        assertThat(faults.due(WRITING, new FileNotFoundException("/cache/1.map (Too many open files)")))
                .isTrue();
        assertThat(faults.due(WRITING, new FileNotFoundException("/cache/2.map (Too many open files)")))
                .isFalse();
    }

    @Test
    void failure_of_the_system_is_told_from_a_defect_whatever_wraps_it() {
        assertThat(RareFaults.isSystems(new UncheckedIOException(full()))).isTrue();
        assertThat(RareFaults.cause(new UncheckedIOException(full())))
                .isEqualTo("IOException: No space left on device");
        assertThat(RareFaults.isSystems(new IllegalStateException("no"))).isFalse();
    }

    @Test
    void defects_of_one_class_are_one_kind_whatever_numbers_they_name() {
        assertThat(faults.due(WRITING, new IllegalArgumentException("position 17")))
                .isTrue();
        assertThat(faults.due(WRITING, new IllegalArgumentException("position 18")))
                .isFalse();
    }
}
