package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.StoreHeap;
import io.skerry.edge.config.model.StorageSettings;
import io.skerry.functions.api.DataSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @Test
    void small_store_on_a_large_machine_gets_the_usual_heap() {
        MemoryPlan plan = MemoryPlan.of(storage(256 * MIB, 10 * GIB), 64 * GIB);

        assertThat(plan.jvmOptions(4, 64 * GIB))
                .containsExactly(
                        "-Xmx1024m", "-XX:MaxDirectMemorySize=896m", "-Dio.netty.maxDirectMemory=" + 768 * MIB);
        assertThat(plan.refusal(64 * GIB)).isEmpty();
    }

    @Test
    void where_the_jvm_collects_serially_the_young_generation_is_small() {
        MemoryPlan plan = MemoryPlan.of(storage(256 * MIB, GIB), 4 * GIB);

        assertThat(plan.jvmOptions(1, 4 * GIB)).contains("-Xmn64m");
        assertThat(plan.jvmOptions(8, GIB)).contains("-Xmn64m");
        assertThat(plan.jvmOptions(2, 4 * GIB)).doesNotContain("-Xmn64m");
    }

    @Test
    void heap_grows_with_the_index_that_the_disk_needs() {
        MemoryPlan plan = MemoryPlan.of(storage(4 * GIB, 500 * GIB), 64 * GIB);

        // The node's own, the functions' most, a quarter of the memory for heads, and 200
        // bytes for every 16 KiB of disk.
        assertThat(plan.heap()).isEqualTo((96 + 384 + 1024 + 6250) * MIB);
    }

    @Test
    void small_machine_gets_the_heap_that_it_has_room_for() {
        MemoryPlan plan = MemoryPlan.of(storage(256 * MIB, 10_000_000_000L), GIB);

        assertThat(plan.sum()).isLessThanOrEqualTo(GIB);
        assertThat(plan.refusal(GIB)).isEmpty();
    }

    @Test
    void machine_that_is_too_small_is_told_the_sum() {
        MemoryPlan plan = MemoryPlan.of(storage(4 * GIB, 500 * GIB), 8 * GIB);

        assertThat(plan.refusal(8 * GIB))
                .contains("not enough memory: storage.memory 4096 MiB + heap 7754 MiB + network and file buffers 1024"
                        + " MiB + encoders and decoders 256 MiB + the JVM's own 128 MiB = 12.9 GiB, and this machine or container has 8192 MiB; lower"
                        + " storage.memory or storage.disk.size, or set -Xmx and -XX:MaxDirectMemorySize in"
                        + " SKERRY_JAVA_OPTS");
    }

    @Test
    void store_may_fill_what_the_rest_of_the_node_leaves_of_the_heap() {
        assertThat(MemoryPlan.storeHeap(storage(256 * MIB, 10 * GIB), GIB).headBytes())
                .isEqualTo(256 * MIB);
        assertThat(MemoryPlan.storeHeap(storage(256 * MIB, 10 * GIB), GIB).diskEntries())
                .isEqualTo((1024 - 96 - 384 - 256) * MIB / 200);
        assertThat(MemoryPlan.storeHeap(storage(256 * MIB, 10 * GIB), 100 * MIB).headBytes())
                .isEqualTo(32 * MIB);
    }

    @Test
    void limits_of_the_ledger_are_parts_of_the_plan() {
        for (long machine : new long[] {GIB, 4 * GIB, 64 * GIB}) {
            MemoryPlan plan = MemoryPlan.of(storage(256 * MIB, 10_000_000_000L), machine);
            Map<Use, Long> limits = plan.limits();

            assertThat(limits).containsOnlyKeys(Use.values());
            assertThat(limits.get(Use.HOT)).isEqualTo(plan.stored());
            assertThat(sum(limits, Use.NETWORK, Use.FILES, Use.OVERFLOW)).isEqualTo(plan.direct());
            assertThat(sum(limits, Use.ENCODERS, Use.DECODERS)).isEqualTo(plan.coders());
            StoreHeap store = MemoryPlan.storeHeap(storage(256 * MIB, 10_000_000_000L), plan.heap());
            assertThat(sum(limits, Use.BODIES, Use.WORK)
                            + store.headBytes()
                            + store.diskEntries() * StoreHeap.BYTES_PER_DISK_ENTRY)
                    .isLessThan(plan.heap());
        }
    }

    @Test
    void process_that_runs_by_the_plan_has_its_limits() {
        MemoryPlan plan = MemoryPlan.of(storage(256 * MIB, 10 * GIB), 64 * GIB);
        MemoryPlan running = MemoryPlan.running(storage(256 * MIB, 10 * GIB), GIB, 896 * MIB, 64 * GIB);

        assertThat(running.limits()).isEqualTo(plan.limits());
    }

    private static long sum(Map<Use, Long> limits, Use... uses) {
        return Arrays.stream(uses).mapToLong(limits::get).sum();
    }

    private static StorageSettings storage(long memory, long disk) {
        return new StorageSettings(
                new DataSize(memory),
                new StorageSettings.Disk(
                        Path.of("cache"), Optional.of(new DataSize(disk)), StorageSettings.Admission.ALWAYS),
                new DataSize(GIB),
                true);
    }
}
