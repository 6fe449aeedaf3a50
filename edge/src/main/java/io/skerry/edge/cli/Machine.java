package io.skerry.edge.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process may take of the machine it runs on. */
final class Machine {

    private Machine() {}

    /** The memory of the machine, or of the container where that has a limit, in bytes. */
    static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** What the JVM was told of direct buffers, in bytes; told nothing, it allows as much as of the heap. */
    static long directBytes() {
        String told = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue();
        long bytes = Long.parseLong(told);
        return bytes == 0 ? heapBytes() : bytes;
    }

    /** The heap's bound in bytes. */
    static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }
}
