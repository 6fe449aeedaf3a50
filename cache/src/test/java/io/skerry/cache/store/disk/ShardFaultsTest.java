package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator reads of shards that cannot be made: here because a folder stands in a file's place. */
class ShardFaultsTest {

    private static final ShardLayout LAYOUT = new ShardLayout(Room.SMALL, 2, 1, 4096);

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger(ShardFaults.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ShardFaults faults = new ShardFaults(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        // They are brought about on purpose.
        log.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        log.setAdditive(true);
    }

    @Test
    void shard_that_cannot_be_made_is_said_once_in_one_line_with_its_path_and_what_to_do() throws IOException {
        Path file = obstructed(0);
        Shard shard = obstructedShard(file);
        shard.renew();
        shard.renew();

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .startsWith(file + " is out of use (1 in all): DirectoryNotEmptyException: ")
                    .contains("see that its file system has room");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void one_cause_of_many_shards_is_one_line() throws IOException {
        obstructedShard(obstructed(0));
        obstructedShard(obstructed(1));

        assertThat(messages()).hasSize(1);
    }

    @Test
    void after_a_minute_it_is_said_again_and_another_cause_at_once() throws IOException {
        Path file = obstructed(0);
        Shard shard = obstructedShard(file);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        shard.renew();
        assertThat(messages()).hasSize(1);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        shard.renew();
        assertThat(messages()).hasSize(2);

        faults.failed(file, new IllegalStateException("wrapped", new IOException("No space left on device")));
        assertThat(messages()).hasSize(3).last().asString().contains("IOException: No space left on device");
    }

    @Test
    void it_is_said_once_that_every_shard_works_again() throws IOException {
        Path first = obstructed(0);
        Path second = obstructed(1);
        Shard one = obstructedShard(first);
        Shard other = obstructedShard(second);
        clear(first);
        assertThat(one.renew()).isTrue();
        assertThat(messages()).hasSize(1);

        clear(second);
        assertThat(other.renew()).isTrue();
        assertThat(messages()).hasSize(2).last().isEqualTo(second + " is in use again, and so is every other shard");
        one.close();
        other.close();
    }

    @Test
    void shard_that_fails_and_works_in_turns_is_quiet_for_a_minute() {
        Path file = folder.resolve("flapping.map");
        for (int i = 0; i < 50; i++) {
            faults.failed(file, new InternalError("a fault occurred in an unsafe memory access operation"));
            faults.works(file);
        }

        assertThat(messages()).hasSize(2);
    }

    @Test
    void shard_that_the_system_does_not_open_stays_as_it_is_and_is_said_once() throws IOException {
        Path file = obstructed(0);
        Shard shard = new Shard(file, LAYOUT, faults, () -> {}, Pulse.of(folder, DiskFiles.SYSTEM));

        assertThat(shard.open()).isFalse();
        assertThat(shard.open()).isFalse();
        assertThat(shard.isQuarantined()).isFalse();
        assertThat(messages()).singleElement().asString().startsWith(file + " is not opened (1 in all): ");

        clear(file);
        assertThat(shard.open()).isTrue();
        assertThat(messages()).hasSize(2).last().asString().startsWith(file + " is in use again");
        shard.close();
    }

    private Shard obstructedShard(Path file) {
        Shard shard = new Shard(file, LAYOUT, faults, () -> {}, Pulse.of(folder, DiskFiles.SYSTEM));
        shard.makeAnew();
        assertThat(shard.isQuarantined()).isTrue();
        return shard;
    }

    private Path obstructed(int number) throws IOException {
        Path file = LAYOUT.files(folder).get(number);
        Files.createDirectories(file.resolve("in-the-way"));
        return file;
    }

    private static void clear(Path file) throws IOException {
        Files.delete(file.resolve("in-the-way"));
        Files.delete(file);
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
