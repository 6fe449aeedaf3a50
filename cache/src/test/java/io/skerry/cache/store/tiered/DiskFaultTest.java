package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.ResponseSink.Role;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.disk.DiskPace;
import io.skerry.cache.store.tiered.FaultyDisk.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A disk that fails under traffic: everybody gets all bytes, an alarm is raised, and storing resumes alone. */
class DiskFaultTest {

    private static final int LENGTH = 3_000_000;
    private static final int MIDDLE = 200_000;
    /** That write, at most. */
    private static final int MOST_THREADS = 8;
    /** The background check has a file open for as long as it reads it. */
    private static final int BY_THE_CHECK = 1;

    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void open() {
        store = Arrangement.MEMORY_AND_DISK.open(folder, new PurgeScript(Samples.INCARNATION), new DiskPace(disk, 1));
        driver = new StoreDriver(store);
    }

    @AfterEach
    void nothing_leaks() {
        disk.become(State.WELL);
        driver.closeWithoutLeaks();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            mode = Mode.EXCLUDE,
            names = {"WELL", "UNREADABLE", "KEEPS_FILES", "READS_STANDING_STILL"})
    void body_is_delivered_in_time_and_not_stored_and_storing_resumes_alone(State fault) {
        disk.become(fault);

        assertThat(deliver("/during", 0, State.WELL)).isEqualTo(new Commit.NotStored(RefusedReason.DISK_UNAVAILABLE));
        assertThat(driver.lookup(key("/during"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(store.stats().health().alarm()).isTrue();
        assertThat(store.stats().disk().ioErrors()).isPositive();

        disk.become(State.WELL);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> deliver("/after", 0, State.WELL) instanceof Commit.Stored);
        assertThat(store.stats().health().alarm()).isFalse();
        assertThat(driver.get(key("/after"))).contains(body("/after", 1, LENGTH));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FULL", "READ_ONLY", "STANDING_STILL"})
    void alarm_ends_alone_when_the_disk_is_well_though_nothing_more_is_stored(State fault) throws IOException {
        disk.become(fault);
        deliver("/during", 0, State.WELL);
        assertThat(store.stats().health().alarm()).isTrue();

        disk.become(State.WELL);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(store.stats().health().alarm()).isFalse();
            assertThat(files()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FULL", "MAD", "STANDING_STILL"})
    void body_whose_disk_fails_midway_is_delivered_whole(State fault) {
        assertThat(deliver("/midway", LENGTH / 2, fault)).isInstanceOf(Commit.NotStored.class);
        assertThat(driver.lookup(key("/midway"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    @Test
    void while_the_disk_stands_still_the_next_bodies_do_not_wait_for_it_and_small_ones_are_kept() {
        disk.become(State.STANDING_STILL);
        deliver("/first", 0, State.STANDING_STILL);
        long begun = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            deliver("/next" + i, 0, State.STANDING_STILL);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(driver.put(head("/small"), body("/small", 1, 2_000))).isEqualTo(new Commit.Stored());
        assertThat(driver.get(key("/small"))).contains(body("/small", 1, 2_000));
    }

    @Test
    void writer_that_fails_as_it_is_told_to_go_on_leaves_no_other_waiting() {
        disk.become(State.STANDING_STILL);
        ResponseSink failing = driver.sink(key("/failing"), OptionalLong.of(LENGTH));
        AtomicBoolean told = new AtomicBoolean();
        while (!failing.congested()) {
            failing.write(ByteBuffer.wrap(body("/failing", 1, 100_000)));
        }
        failing.whenWritable(() -> {
            told.set(true);
            throw new IllegalStateException("its event loop has ended");
        });
        Awaitility.await().untilTrue(told);

        failing.abort();
        disk.become(State.WELL);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> deliver("/between", 0, State.WELL) instanceof Commit.Stored);
        disk.become(State.STANDING_STILL);
        assertThat(deliver("/other", 0, State.STANDING_STILL)).isInstanceOf(Commit.NotStored.class);
    }

    @Test
    void version_that_memory_let_go_before_it_was_written_does_not_come_back_after_a_newer_one() {
        disk.become(State.STANDING_STILL);
        for (int i = 0; i < MOST_THREADS; i++) {
            put("/first" + i, 1, MIDDLE);
        }
        Awaitility.await().until(() -> disk.standing() > 1);
        put("/a", 1, 2_000);
        // More than memory takes.
        for (int i = 0; i < 400; i++) {
            put("/filler" + i, 1, 50_000);
        }
        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        // Nothing more may wait to be written.
        for (int i = 0; i < 60; i++) {
            put("/crumb" + i, 1, 1_000);
        }
        put("/a", 2, 2_000);
        disk.become(State.WELL);
        driver.awaitWritten();
        try (StoredResponse newer = driver.find(key("/a"), NO_INPUTS).orElseThrow()) {
            assertThat(newer.head().response().headers().first("X-Version")).contains("2");
            store.remove(newer);
        }

        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
    }

    private void put(String path, int version, int length) {
        StoredHead head = head(path, VariantKey.none(), version, 0, Set.of());
        assertThat(driver.put(head, body(path, version, length))).isEqualTo(new Commit.Stored());
    }

    @Test
    void stored_body_that_cannot_be_read_is_a_miss_or_breaks_visibly_and_is_read_again_when_the_disk_is_well() {
        driver.put(head("/a"), body("/a", 1, LENGTH));
        disk.become(State.BROKEN);

        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(store.stats().disk().ioErrors()).isPositive();

        disk.become(State.WELL);
        assertThat(driver.get(key("/a"))).contains(body("/a", 1, LENGTH));
    }

    @Test
    void stored_body_that_cannot_be_read_to_its_end_is_gone_for_the_next() {
        driver.put(head("/a"), body("/a", 1, LENGTH));
        driver.awaitWritten();
        Lookup.Found found = (Lookup.Found) driver.lookup(key("/a"), NO_INPUTS);
        disk.become(State.UNREADABLE);
        try (StoredResponse begun = found.response()) {
            assertThatThrownBy(() -> StoreDriver.readAll(begun.body())).hasMessageContaining("UNAVAILABLE");
        }
        disk.become(State.WELL);

        assertThat(driver.lookup(key("/a"), NO_INPUTS)).isEqualTo(Lookup.NONE);
        assertThat(store.stats().disk().corruptions()).isZero();
    }

    @Test
    void client_that_leaves_while_its_read_is_under_way_takes_nothing_from_the_next() {
        driver.put(head("/a"), body("/a", 1, LENGTH));
        driver.awaitWritten();
        StoredResponse left = driver.find(key("/a"), NO_INPUTS).orElseThrow();
        disk.become(State.READS_STANDING_STILL);
        BodyRead.Later read = (BodyRead.Later) left.body().read(LENGTH / 2, 50_000);
        Awaitility.await().until(() -> disk.standing() > 0);
        int before = disk.open();
        left.close();
        Awaitility.await().until(() -> disk.open() < before);
        disk.become(State.WELL);

        assertThat(StoreDriver.await(read.ready())).isInstanceOf(BodyRead.Failed.class);
        assertThat(driver.get(key("/a"))).contains(body("/a", 1, LENGTH));
        assertThat(store.stats().disk().ioErrors()).isZero();
    }

    @Test
    void file_that_cannot_be_read_as_a_whole_does_not_stay_open() {
        // More than memory holds.
        for (int i = 0; i < 110; i++) {
            driver.put(head("/" + i), body("/" + i, 1, MIDDLE));
        }
        driver.awaitWritten();
        Awaitility.await().until(() -> disk.open() <= BY_THE_CHECK);
        disk.become(State.UNREADABLE);

        for (int i = 0; i < 10; i++) {
            assertThat(driver.lookup(key("/" + i), NO_INPUTS)).isEqualTo(Lookup.NONE);
        }
        assertThat(disk.open()).isLessThanOrEqualTo(BY_THE_CHECK);
        assertThat(store.stats().disk().ioErrors()).isPositive();
    }

    @Test
    void file_that_could_not_be_deleted_is_deleted_when_the_disk_is_well() throws IOException {
        driver.put(head("/a"), body("/a", 1, LENGTH));
        driver.awaitWritten();
        assertThat(files()).isEqualTo(1);
        disk.become(State.KEEPS_FILES);
        driver.put(head("/a"), body("/a", 1, 1_000));
        Awaitility.await().until(() -> store.stats().disk().ioErrors() > 0);
        assertThat(files()).isEqualTo(1);

        disk.become(State.WELL);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(files()).isZero());
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("segments"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    /** Delivers a body to a leader, changing the disk's state where the body has come so far; what became of the commit. */
    private Commit deliver(String path, int at, State then) {
        byte[] body = body(path, 1, LENGTH);
        ResponseSink sink = driver.sink(key(path), OptionalLong.of(LENGTH));
        BodyLease reader = sink.reader(Role.LEADER);
        CompletableFuture<Commit> outcome = new CompletableFuture<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            StoreDriver.write(sink, Arrays.copyOf(body, at));
            if (at > 0) {
                disk.become(then);
            }
            StoreDriver.write(sink, Arrays.copyOfRange(body, at, LENGTH));
            sink.commit(head(path)).thenAccept(outcome::complete);
        });
        assertThat(StoreDriver.readAll(reader)).isEqualTo(body);
        reader.close();
        Commit commit = StoreDriver.await(outcome);
        join(writer);
        return commit;
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
