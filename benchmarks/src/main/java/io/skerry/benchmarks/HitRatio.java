package io.skerry.benchmarks;

import io.skerry.benchmarks.SimulatedCache.Linked;
import io.skerry.benchmarks.SimulatedCache.Order;
import io.skerry.benchmarks.SimulatedCache.Store;
import io.skerry.cache.store.StoreSettings.Admission;
import io.skerry.cache.store.StoreSettings.DiskSettings;
import io.skerry.functions.api.DataSize;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Plays a trace through the store as it is, and through LRU, FIFO and the policies of Caffeine's simulator with the same room and the same
 * weight of each response; prints the hit ratio by requests and by bytes. {@code benchmarks/peers/README.md} tells how.
 */
@CommandLine.Command(
        name = "HitRatio",
        sortOptions = false,
        description = "Hit ratios of the store beside LRU, FIFO and the policies of Caffeine's simulator.")
public final class HitRatio implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The trace; - reads standard input.")
    private String source = "";

    @Option(names = "--format", description = "lines (time id bytes), keys (one a line), ids4 or ids8 (big-endian).")
    private TraceFormat format = TraceFormat.LINES;

    @Option(names = "--bytes", description = "Of each response where the trace does not say; default 8192.")
    private int bytes = 8192;

    @Option(names = "--synthetic", description = "Instead of a file: so many Zipf requests.")
    private long synthetic;

    @Option(names = "--keys", description = "Keys of the synthetic trace; default 1000000.")
    private int keys = 1_000_000;

    @Option(names = "--exponent", description = "Of their popularity; default 0.9.")
    private double exponent = 0.9;

    @Option(names = "--once", description = "Share of the synthetic requests for keys asked once; default 0.33.")
    private double once = 0.33;

    @Option(names = "--memory", split = ",", description = "Sizes of memory; default 16MB,64MB,256MB.")
    private List<String> memories = List.of("16MB", "64MB", "256MB");

    @Option(names = "--disk", description = "A disk tier of this size beneath, in a temporary folder.")
    private String disk = "";

    @Option(names = "--admission", description = "What is written to it: ALWAYS (default) or SECOND_HIT.")
    private Admission admission = Admission.ALWAYS;

    @Option(names = "--top", description = "How many of the simulator's policies are shown; default 3.")
    private int top = 3;

    @Option(names = "--without-simulator", description = "LRU and FIFO alone.")
    private boolean alone;

    private final Weights weights = new Weights();

    /** Plays one trace at several sizes of memory. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HitRatio())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            Trace trace = trace();
            for (String memory : memories) {
                print(System.out, memory, play(trace, DataSize.parse(memory).bytes()));
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : e.getMessage());
            return 2;
        }
    }

    private Trace trace() throws IOException {
        if (synthetic > 0 != source.isEmpty()) {
            throw new IllegalArgumentException("expected a FILE, or --synthetic REQUESTS");
        }
        if (synthetic > 0) {
            return new Trace.Zipf(synthetic, keys, exponent, once, bytes);
        }
        return read(source, format, bytes);
    }

    /** Reads a trace; a file that cannot be read, is empty or of another format is an {@code IOException} that says so. */
    static Trace read(String source, TraceFormat format, int bytes) throws IOException {
        Trace.Kept kept = new Trace.Kept();
        try (InputStream in = new BufferedInputStream(
                source.equals("-") ? System.in : Files.newInputStream(Path.of(source)), 1 << 16)) {
            format.read(in, bytes, kept);
        } catch (TraceFormat.TraceException e) {
            throw new IOException(source + ": " + e.getMessage(), e);
        }
        if (kept.count() == 0) {
            throw new IOException(source + ": no requests in it");
        }
        return kept;
    }

    /** What one cache made of a trace, in percent. */
    record Result(String name, double requests, double bytes) {}

    private List<Result> play(Trace trace, long memory) throws IOException {
        Path folder = disk.isEmpty() ? null : Files.createTempDirectory("skerry-hit-ratio");
        try {
            Optional<DiskSettings> below = Optional.ofNullable(folder)
                    .map(path -> new DiskSettings(path, DataSize.parse(disk).bytes(), admission));
            long room = below.isPresent() ? below.get().sizeBytes() : (long) (memory * SimulatedCache.POLICY_SHARE);
            List<SimulatedCache> caches = new ArrayList<>();
            caches.add(new Store(memory, below));
            caches.addAll(others(trace, room, !alone, weights));
            return play(trace, caches);
        } finally {
            delete(folder);
        }
    }

    /** LRU and FIFO, and the simulator's. */
    static List<SimulatedCache> others(Trace trace, long room, boolean simulator, Weights weights) {
        List<SimulatedCache> caches = new ArrayList<>();
        caches.add(new Linked(Order.LRU, room, weights));
        caches.add(new Linked(Order.FIFO, room, weights));
        if (simulator && trace.equalSizes()) {
            int[] bytes = new int[1];
            trace.forEach((id, size) -> bytes[0] = size);
            caches.addAll(SimulatorCaches.counting(Math.max(1, room / weights.of(bytes[0]))));
        } else if (simulator) {
            caches.addAll(SimulatorCaches.weighing(room, weights));
        }
        return caches;
    }

    /** Plays a trace once, through all of them side by side. */
    static List<Result> play(Trace trace, List<SimulatedCache> caches) {
        long[] hits = new long[caches.size()];
        long[] hitBytes = new long[caches.size()];
        long[] asked = new long[2];
        trace.forEach((id, size) -> {
            asked[0]++;
            asked[1] += size;
            for (int i = 0; i < hits.length; i++) {
                if (caches.get(i).ask(id, size)) {
                    hits[i]++;
                    hitBytes[i] += size;
                }
            }
        });
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < hits.length; i++) {
            SimulatedCache cache = caches.get(i);
            results.add(new Result(cache.name(), 100.0 * hits[i] / asked[0], 100.0 * hitBytes[i] / asked[1]));
            cache.close();
        }
        return results;
    }

    private void print(PrintStream out, String memory, List<Result> results) {
        out.printf(
                Locale.ROOT, "%n%s%s: hits by requests and by bytes%n", memory, disk.isEmpty() ? "" : " over " + disk);
        List<Result> simulator = results.subList(3, results.size());
        List<Result> shown = new ArrayList<>(results.subList(0, 3));
        simulator.stream()
                .sorted(Comparator.comparingDouble(Result::requests).reversed())
                .limit(top)
                .forEach(shown::add);
        simulator.stream()
                .filter(result -> !shown.contains(result))
                .max(Comparator.comparingDouble(Result::bytes))
                .ifPresent(shown::add);
        for (Result result : shown) {
            out.printf(Locale.ROOT, "  %-46s %7.2f %% %7.2f %%%n", result.name(), result.requests(), result.bytes());
        }
        Result own = results.get(0);
        Result lru = results.get(1);
        out.printf(
                Locale.ROOT,
                "  beside lru %+.2f and %+.2f points%s%n",
                own.requests() - lru.requests(),
                own.bytes() - lru.bytes(),
                simulator.isEmpty() ? "" : "; of the simulator's best " + shares(own, simulator));
        out.flush();
    }

    private static String shares(Result own, List<Result> simulator) {
        double requests = simulator.stream().mapToDouble(Result::requests).max().orElse(0);
        double bytes = simulator.stream().mapToDouble(Result::bytes).max().orElse(0);
        return String.format(
                Locale.ROOT, "%.1f %% and %.1f %%", 100 * own.requests() / requests, 100 * own.bytes() / bytes);
    }

    private static void delete(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
