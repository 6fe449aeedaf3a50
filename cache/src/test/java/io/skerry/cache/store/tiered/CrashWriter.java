package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.VariantKey;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A process that stores about 200 responses a second, tells each one on its standard output, and waits to be killed. */
final class CrashWriter {

    private static final long PAUSE_NANOS = 5_000_000;

    private CrashWriter() {}

    public static void main(String[] arguments) {
        PurgeScript purges = new PurgeScript(Samples.INCARNATION);
        TieredStore store = Arrangement.MEMORY_AND_DISK.open(Path.of(arguments[0]), purges);
        StoreDriver driver = new StoreDriver(store);
        int round = Integer.parseInt(arguments[1]);
        for (int i = 0; ; i++) {
            String path = path(round, i);
            StoredHead head = Samples.head(path, VariantKey.none(), 1, 0, Set.of());
            driver.put(head, Samples.body(path, 1, length(i)));
            System.out.println(i);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    static String path(int round, int i) {
        return "/round" + round + "/" + i;
    }

    static int length(int i) {
        if (i % 200 == 199) {
            return 1_500_000;
        }
        return i % 50 == 49 ? 200_000 : 1 + (i * 37) % 9_000;
    }
}
