package io.skerry.edge;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** What this process may take of the machine it runs on. */
public final class Machine {

    /** Asked for at every look at the ledger, and the same for as long as the JVM runs. */
    private static final List<BufferPoolMXBean> DIRECT_POOLS =
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .toList();

    private Machine() {}

    /** The memory of the machine, or of the container where that has a limit, in bytes. */
    public static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** What the JVM was told of direct buffers, in bytes; told nothing, it allows as much as of the heap. */
    public static long directBytes() {
        String told = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue();
        long bytes = Long.parseLong(told);
        return bytes == 0 ? heapBytes() : bytes;
    }

    /** What is taken of direct buffers, the network's included, in bytes. */
    static long directBytesTaken() {
        return DIRECT_POOLS.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    /** The heap's bound in bytes. */
    public static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** How many files and connections the process may have open; -1 where the system does not tell. */
    static long mostFiles() {
        return unix().map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount).orElse(-1L);
    }

    /** How many it has open; -1 where the system does not tell. */
    static long openFiles() {
        return unix().map(UnixOperatingSystemMXBean::getOpenFileDescriptorCount).orElse(-1L);
    }

    private static Optional<UnixOperatingSystemMXBean> unix() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Optional.of(system)
                : Optional.empty();
    }
}
