package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoredResponse.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart finds in memory: what was hot. */
class WarmRestartTest {

    private static final Arrangement TIERS = Arrangement.LITTLE_MEMORY_AND_DISK;
    /** More than memory takes, and so few that no segment of a shard is ever full, however unevenly they fall: what was hot stays on disk. */
    private static final int COUNT = 180;

    private static final int LENGTH = 50_000;
    private static final int HOT = 60;
    /** Longer than memory takes: it goes to a file. */
    private static final int LONG = 1_200_000;

    @TempDir
    Path folder;

    private TieredStore store;
    private StoreDriver driver;

    @BeforeEach
    void open() {
        store = TIERS.open(folder, new PurgeScript(Samples.INCARNATION));
        driver = new StoreDriver(store);
    }

    @AfterEach
    void close() {
        StoreDriver.await(store.close());
        assertThat(store.stats().memory().totalBytes()).isZero();
    }

    private void fill() {
        for (int i = 0; i < COUNT; i++) {
            var head = head("/" + i, VariantKey.none(), 1, 0, Set.of());
            assertThat(driver.put(head, body("/" + i, 1, LENGTH))).isEqualTo(new Commit.Stored());
            for (int hit = 0; hit < 4; hit++) {
                driver.get(key("/" + i % HOT));
            }
            if (i % 20 == 0) {
                driver.awaitWritten();
            }
        }
    }

    @Test
    void what_was_hot_is_in_memory_again_after_a_restart() {
        fill();
        close();
        open();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.stats().hot().entries() >= 2 * HOT);
        // Without the list it would be none.
        assertThat(inMemory(HOT)).isGreaterThanOrEqualTo(HOT * 95 / 100);
        assertThat(store.stats().memory().totalBytes())
                .isLessThanOrEqualTo(store.stats().memory().capacityBytes());
        assertThat(driver.get(key("/1"))).contains(body("/1", 1, LENGTH));
    }

    @Test
    void damaged_or_missing_list_costs_warmth_and_nothing_else() throws IOException {
        fill();
        close();
        byte[] list = Files.readAllBytes(folder.resolve("hottest"));
        list[list.length / 2] ^= 4;
        Files.write(folder.resolve("hottest"), list);
        open();

        assertThat(driver.get(key("/1"))).contains(body("/1", 1, LENGTH));
        close();
        Files.delete(folder.resolve("hottest"));
        open();
        assertThat(driver.get(key("/1"))).contains(body("/1", 1, LENGTH));
        assertThat(store.stats().disk().ioErrors()).isZero();
    }

    @Test
    void medium_response_read_from_disk_again_and_again_moves_into_memory() {
        driver.put(head("/medium"), body("/medium", 1, 400_000));
        driver.awaitWritten();
        close();
        open();

        for (int i = 0; i < 5; i++) {
            assertThat(driver.get(key("/medium"))).contains(body("/medium", 1, 400_000));
        }
        assertThat(tierOf("/medium")).isEqualTo(Tier.HOT);
    }

    @Test
    void shards_that_the_system_does_not_open_for_a_while_keep_what_is_in_them() throws IOException {
        driver.put(head("/kept"), body("/kept", 1, 1_000));
        driver.awaitWritten();
        close();
        Map<Path, Path> shards = openWithShardsAside();
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> store.stats().health().recovering());
        putBack(shards);

        assertThat(driver.get(key("/kept"))).contains(body("/kept", 1, 1_000));
    }

    @Test
    void of_versions_that_came_before_the_shards_were_open_the_newest_is_the_one_kept() throws IOException {
        close();
        Map<Path, Path> shards = openWithShardsAside();
        List<CompletionStage<Commit>> commits = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            for (int i = 0; i < 6; i++) {
                StoredHead head = head("/" + i, VariantKey.none(), version, 0, Set.of());
                ResponseSink sink = driver.sink(head.key(), OptionalLong.of(LONG));
                StoreDriver.write(sink, body("/" + i, version, LONG));
                commits.add(sink.commit(head));
            }
        }
        putBack(shards);
        commits.forEach(StoreDriver::await);

        for (int i = 0; i < 6; i++) {
            assertThat(driver.get(key("/" + i))).contains(body("/" + i, 3, LONG));
        }
    }

    /** Opens the store where the system does not open its shards; where they are instead. */
    private Map<Path, Path> openWithShardsAside() throws IOException {
        Map<Path, Path> shards = new HashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("shards"))) {
            for (Path file :
                    files.filter(one -> !one.toString().endsWith(".clean")).toList()) {
                shards.put(file, Files.move(file, file.resolveSibling(file.getFileName() + ".aside")));
                // A link to itself: what is renamed over it is there from one moment to the next.
                Files.createSymbolicLink(file, file.getFileName());
            }
        }
        assertThat(shards).isNotEmpty();
        store = TIERS.openAtOnce(folder, new PurgeScript(Samples.INCARNATION));
        driver = new StoreDriver(store);
        return shards;
    }

    private void putBack(Map<Path, Path> shards) throws IOException {
        for (Map.Entry<Path, Path> shard : shards.entrySet()) {
            Files.move(shard.getValue(), shard.getKey(), StandardCopyOption.ATOMIC_MOVE);
        }
        Awaitility.await().until(() -> !store.stats().health().recovering());
    }

    private long inMemory(int first) {
        long count = 0;
        for (int i = 0; i < first; i++) {
            count += tierOf("/" + i) == Tier.HOT ? 1 : 0;
        }
        return count;
    }

    private Tier tierOf(String path) {
        // Only what is answered without waiting comes from memory.
        Lookup lookup = store.lookup(key(path), NO_INPUTS);
        if (lookup instanceof Lookup.Found found) {
            try (var response = found.response()) {
                return response.tier();
            }
        }
        if (lookup instanceof Lookup.Pending pending
                && StoreDriver.await(pending.later()) instanceof Lookup.Found found) {
            found.response().close();
        }
        return Tier.DISK;
    }
}
