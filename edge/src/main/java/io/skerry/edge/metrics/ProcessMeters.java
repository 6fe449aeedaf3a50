package io.skerry.edge.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Shows the process as the operating system sees it: resident memory, file descriptors, processor time, start time. */
final class ProcessMeters implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("skerry.process.resident.memory", ProcessMeters::residentBytes)
                .baseUnit("bytes")
                .register(registry);
        TimeGauge.builder(
                        "skerry.process.start.time",
                        () -> ManagementFactory.getRuntimeMXBean().getStartTime(),
                        TimeUnit.MILLISECONDS)
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            Gauge.builder("skerry.process.open.fds", system::getOpenFileDescriptorCount)
                    .register(registry);
            Gauge.builder("skerry.process.max.fds", system::getMaxFileDescriptorCount)
                    .register(registry);
            FunctionCounter.builder("skerry.process.cpu.seconds", system, s -> s.getProcessCpuTime() / 1e9)
                    .register(registry);
        }
    }

    /** The resident set in bytes; NaN where the system does not tell (not Linux). */
    static double residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String kibibytes =
                            line.substring(RESIDENT.length()).replace("kB", "").strip();
                    return Long.parseLong(kibibytes) * 1024.0;
                }
            }
        } catch (IOException absent) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
