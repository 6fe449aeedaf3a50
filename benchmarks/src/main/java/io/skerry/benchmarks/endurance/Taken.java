package io.skerry.benchmarks.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes of its machine at one moment, as {@code /proc} says.
 *
 * @param descriptors that are no connections: those are the clients' doing
 */
record Taken(long residentKb, long anonymousKb, long descriptors) {

    static Taken by(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        List<String> status = Files.readAllLines(process.resolve("status"));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Taken(
                    kilobytes(status, "VmRSS:"),
                    kilobytes(status, "RssAnon:"),
                    open.filter(descriptor -> !isSocket(descriptor)).count());
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return true;
        }
    }

    private static long kilobytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
