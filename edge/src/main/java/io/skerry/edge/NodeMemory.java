package io.skerry.edge;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.edge.config.model.StorageSettings;
import io.skerry.edge.server.NettyBytes;
import java.util.Map;

/** The ledger of this process's memory: limits by the plan for what it was started with, and what others count read there. */
final class NodeMemory {

    private NodeMemory() {}

    static MemoryBudget open(StorageSettings storage) {
        MemoryPlan plan =
                MemoryPlan.running(storage, Machine.heapBytes(), Machine.directBytes(), Machine.memoryBytes());
        Map<Use, Long> limits = plan.limits();
        limits.put(Use.NETWORK, NettyBytes.mostNetworkBytes());
        MemoryBudget memory = new MemoryBudget(limits);
        memory.observe(Use.NETWORK, NettyBytes::networkBytes);
        memory.observe(Use.FILES, () -> Math.max(0, Machine.directBytesTaken() - memory.bytes(Use.NETWORK)));
        return memory;
    }
}
