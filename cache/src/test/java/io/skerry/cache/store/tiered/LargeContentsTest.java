package io.skerry.cache.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.StoredResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contents of megabytes in memory. */
class LargeContentsTest {

    private static final int MIB = 1 << 20;
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final byte[] BODY = Samples.body("/film", 1, 10 * MIB);

    private final TieredStore store = TieredStore.open(
            new StoreSettings(448L * MIB, Optional.empty(), 64L * MIB),
            new PurgeScript(Samples.INCARNATION),
            InstantSource.system());
    private final StoreDriver driver = new StoreDriver(store);

    @AfterEach
    void nothing_leaks() {
        driver.closeWithoutLeaks();
    }

    @Test
    void first_hit_is_copied_and_later_ones_are_sent_from_large_pages() throws IOException {
        assumeThat(SYSTEM).exists();
        long before = inLargePages();
        driver.put(Samples.head("/film"), BODY);

        try (StoredResponse first = find()) {
            assertThat(((BodyRead.Bytes) first.body().read(0, 2 * MIB)).file()).isNull();
        }
        Awaitility.await().until(this::isSentFromFile);
        try (StoredResponse later = find()) {
            assertThat(StoreDriver.readAll(later.body())).isEqualTo(BODY);
        }
        long more = inLargePages() - before;
        assumeThat(more).as("large pages, which Linux has from 6.1 on").isPositive();
        assertThat(more).as("KiB in large pages").isGreaterThanOrEqualTo(4 * 2048);
    }

    private boolean isSentFromFile() {
        try (StoredResponse response = find()) {
            return ((BodyRead.Bytes) response.body().read(0, 2 * MIB)).file() != null;
        }
    }

    private StoredResponse find() {
        return driver.find(Samples.key("/film"), Samples.NO_INPUTS).orElseThrow();
    }

    private static long inLargePages() throws IOException {
        return Files.readAllLines(SYSTEM).stream()
                .filter(line -> line.startsWith("ShmemHugePages:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
