package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.StoreStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more than fits, of very different sizes. {@code skerry.inserts} sets how many. */
class StoreLimitsTest {

    private static final int INSERTS = Integer.getInteger("skerry.inserts", 10_000);
    private static final int LOOKS = 500;
    private static final long MOST_ON_DISK = 64L << 20;
    /** Headers of files, trailers and blocks that are not full. */
    private static final double SLACK = 1.1;

    @TempDir
    Path folder;

    @Test
    void inserts_of_skewed_sizes_all_succeed_and_both_tiers_keep_their_limits() throws IOException {
        TieredStore store = Arrangement.LITTLE_MEMORY_AND_DISK.open(folder, new PurgeScript(Samples.INCARNATION));
        StoreDriver driver = new StoreDriver(store);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < INSERTS; i++) {
            String path = "/" + i;
            byte[] body = body(path, 1, length(random));
            Commit commit = driver.put(head(path), body);
            assertThat(commit).as(path).isIn(new Commit.Stored());
            if (i % LOOKS == 0) {
                StoreStats stats = store.stats();
                assertThat(stats.memory().responseBytes())
                        .isLessThanOrEqualTo(stats.memory().capacityBytes());
                assertThat(stats.disk().bytes()).isLessThanOrEqualTo(MOST_ON_DISK);
                driver.get(key(path)).ifPresent(found -> assertThat(found).isEqualTo(body));
            }
        }
        driver.awaitWritten();
        assertThat(store.stats().health().alarm()).isFalse();
        assertThat(store.stats().disk().ioErrors()).isZero();
        assertThat(store.stats().disk().corruptions()).isZero();
        assertThat(bytesIn(folder)).isLessThanOrEqualTo((long) (MOST_ON_DISK * SLACK));
        StoreDriver.await(store.close());
        assertThat(store.stats().memory().totalBytes()).isZero();
    }

    /** Most are small, one in a thousand is a megabyte or more. */
    private static int length(SplittableRandom random) {
        int kind = random.nextInt(1000);
        int most = kind < 900 ? 4_000 : kind < 990 ? 60_000 : kind < 999 ? 300_000 : 3_000_000;
        return 1 + (int) Math.pow(most, random.nextDouble());
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
