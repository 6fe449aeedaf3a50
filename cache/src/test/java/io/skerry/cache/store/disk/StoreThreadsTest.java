package io.skerry.cache.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StoreThreadsTest {

    /** proc(5): the 41st field, counted from behind the name, which is the second. */
    private static final int POLICY_BEHIND_NAME = 41 - 3;

    private static final String SCHED_BATCH = "3";

    private final StoreThreads threads = new StoreThreads();

    @Test
    @EnabledOnOs(OS.LINUX)
    void linux_is_told_that_store_threads_interrupt_nobody() throws Exception {
        try {
            assertThat(policyOf(threads::read)).isEqualTo(SCHED_BATCH);
            assertThat(policyOf(threads::write)).isEqualTo(SCHED_BATCH);
        } finally {
            threads.close();
        }
    }

    private static String policyOf(Consumer<Runnable> queue) throws Exception {
        CompletableFuture<String> policy = new CompletableFuture<>();
        queue.accept(() -> policy.complete(ownPolicy()));
        return policy.get(10, TimeUnit.SECONDS);
    }

    private static String ownPolicy() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String behindName = stat.substring(stat.lastIndexOf(')') + 2);
            return Stream.of(behindName.split(" "))
                    .skip(POLICY_BEHIND_NAME)
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return e.toString();
        }
    }
}
