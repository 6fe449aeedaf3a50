package io.skerry.edge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.RefusalCause;
import io.skerry.cache.store.StoreStats;
import io.skerry.cache.store.StoreStats.DiskHealth;
import io.skerry.cache.store.StoreStats.MemoryStats;
import io.skerry.cache.store.StoreStats.ScrubStats;
import io.skerry.cache.store.StoreStats.TierStats;
import io.skerry.edge.coding.CodingStats;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.exchange.Exchanges;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeMetricsTest {

    private final EdgeMetrics metrics = new EdgeMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void an_exchange_is_counted_by_site_route_status_and_cache_outcome() {
        metrics.ended(Exchanges.hit().build());
        metrics.ended(Exchanges.hit().build());

        assertThat(metrics.scrape())
                .contains("skerry_requests_total{cache=\"hit\",route=\"assets\",site=\"shop\",status=\"200\"} 2.0")
                .contains("skerry_response_bytes_total{cache=\"hit\",route=\"assets\",site=\"shop\"} 2468.0")
                .contains(
                        "skerry_request_duration_seconds_bucket{cache=\"hit\",route=\"assets\",site=\"shop\",le=\"0.001\"}"
                                + " 0")
                .contains(
                        "skerry_request_duration_seconds_bucket{cache=\"hit\",route=\"assets\",site=\"shop\",le=\"0.0025\"}"
                                + " 2");
    }

    @ParameterizedTest
    @CsvSource({"0,none", "200,200", "206,206", "299,2xx", "418,4xx", "599,5xx", "999,9xx", "1000,none", "-1,none"})
    void a_status_is_shown_as_its_code_only_where_it_is_a_common_one(int status, String label) {
        metrics.ended(Exchanges.hit().status(status).build());

        assertThat(lines("skerry_requests_total")).singleElement().asString().contains("status=\"" + label + "\"");
    }

    @Test
    void an_abort_is_counted_beside_its_request() {
        metrics.ended(Exchanges.hit().ending(Ending.CLIENT_ABORT).build());
        metrics.ended(Exchanges.hit().ending(Ending.COMPLETE).build());

        assertThat(lines("skerry_aborts_total"))
                .containsExactly("skerry_aborts_total{ending=\"client-abort\",route=\"assets\",site=\"shop\"} 1.0");
    }

    @Test
    void an_origin_without_a_status_is_a_failure_with_its_reason() {
        metrics.asked(OriginPart.unanswered("shop", "gone"), "connection-refused");

        assertThat(metrics.scrape())
                .contains("skerry_origin_head_duration_seconds_count{origin=\"shop\"} 0")
                .contains("skerry_origin_requests_total{origin=\"shop\",status=\"none\"} 1.0")
                .contains("skerry_origin_failures_total{origin=\"shop\",reason=\"connection-refused\"} 1.0");
    }

    @Test
    void routes_beyond_the_cap_share_one_series() {
        int more = ExchangeMeters.MAX_ROUTES + 50;
        for (int i = 0; i < more; i++) {
            metrics.ended(Exchanges.hit().at("shop", "route-" + i).build());
        }

        assertThat(lines("skerry_requests_total"))
                .hasSize(ExchangeMeters.MAX_ROUTES + 1)
                .contains("skerry_requests_total{cache=\"hit\",route=\"other\",site=\"other\",status=\"200\"} 50.0");
    }

    @Test
    void reasons_beyond_the_cap_share_one_series() {
        for (int i = 0; i < ReasonMeters.MAX_REASONS + 20; i++) {
            metrics.ended(
                    Exchanges.hit().outcome(CacheOutcome.MISS, "reason-" + i).build());
        }

        assertThat(lines("skerry_cache_decisions_total"))
                .hasSize(ReasonMeters.MAX_REASONS)
                .contains("skerry_cache_decisions_total{cache=\"miss\",reason=\"other\"} 21.0");
    }

    @Test
    void recording_a_known_route_allocates_next_to_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ExchangeRecord hit =
                Exchanges.hit().outcome(CacheOutcome.HIT_HOT, "fresh").build();
        record(hit, 20_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        record(hit, 100_000);
        long perExchange = (threads.getCurrentThreadAllocatedBytes() - before) / 100_000;

        // Striped adders grow and time windows turn now and then; an Optional or a boxed number
        // each time would be 16 or more.
        assertThat(perExchange).isLessThan(8);
    }

    @Test
    void the_process_shows_its_memory_and_descriptors() {
        assertThat(value("skerry_process_resident_memory_bytes")).isGreaterThan(10_000_000);
        assertThat(value("skerry_process_open_fds")).isPositive();
        assertThat(value("skerry_process_start_time_seconds")).isGreaterThan(1.7e9);
    }

    @Test
    void every_metric_is_documented_and_every_documented_metric_exists() throws IOException {
        useEverything();

        Set<String> shown = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE skerry_"))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isEqualTo(documented().keySet());
    }

    @Test
    void every_metric_says_what_it_means_as_the_documentation_does() throws IOException {
        useEverything();

        Map<String, String> help = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("# HELP skerry_"))
                .map(line -> line.split(" ", 4))
                .collect(Collectors.toMap(parts -> parts[2], parts -> parts[3], (one, _) -> one, TreeMap::new));

        assertThat(help).isEqualTo(asHelp(documented()));
    }

    @Test
    void metrics_of_the_jvm_keep_their_own_descriptions() {
        assertThat(lines("# HELP jvm_")).isNotEmpty().allMatch(line -> line.split(" ", 4)[3].length() > 10);
    }

    @Test
    void gauges_and_counters_that_are_read_outlive_a_garbage_collection() {
        useEverything();
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (!canary.refersTo(null)) {
            System.gc();
        }
        assertThat(lines("skerry_purge")).isNotEmpty().noneMatch(line -> line.endsWith("NaN"));
        assertThat(metrics.scrape())
                .contains("skerry_connections_cut_total{cause=\"flood\"} 1.0")
                .contains("skerry_streams_reset_total{by=\"client\"} 201.0");
    }

    private void useEverything() {
        metrics.ended(Exchanges.hit()
                .outcome(CacheOutcome.MISS, "uri-miss")
                .ending(Ending.BROKEN)
                .build());
        metrics.asked(OriginPart.unanswered("shop", "gone"), "reset");
        TierStats tier = new TierStats(
                1, 2, 3, 4, 5, 6, Map.of(EvictionCause.WEIGHT, 7L), Map.of(RefusalCause.NO_ROOM, 8L), 9, 10);
        metrics.watchStore(() -> new StoreStats(
                tier,
                tier,
                new MemoryStats(1, MemoryBudget.unbounded().accounts()),
                DiskHealth.ABSENT,
                ScrubStats.ABSENT,
                1,
                2));
        metrics.watchConnections("http", () -> 3);
        metrics.watchCuts("flood", () -> 1);
        metrics.watchResets("client", () -> 201);
        metrics.watchStalls(() -> 1);
        metrics.watchGeneration(() -> 41);
        metrics.watchAccessLog(() -> 5, () -> 6);
        metrics.watchCodings(() -> new CodingStats(List.of(new CodingStats.OfCoding("br", 1, 2, 3, 4)), 5, 6, 7));
        metrics.purges().watchSequence(() -> 7);
        metrics.purges().watchRecords(() -> 8);
        metrics.purges().watchJournal(() -> 9, () -> true);
        metrics.purges().watchBacklog(() -> 10);
        metrics.watchCluster(
                () -> new ClusterMeters.Reading(true, true, false, 11, 12, Map.of("edge-2", 13L), Map.of("gap", 1L)));
        metrics.purges().applied("tag", "soft", 2);
        metrics.purges().matched(3);
        metrics.purges().turnedAway("wrong-token");
        metrics.purges().complete(Duration.ofMillis(2));
        metrics.purges().answered(200);
        metrics.purges().matched(3);
        metrics.functions().took("geo-price", Duration.ofMillis(3));
        metrics.functions().ended("geo-price", FunctionMeters.Ending.DONE);
        metrics.functions().counted("geo-price", "table-loaded", 1);
        metrics.functions().watchQueue("cpu", () -> 0);
        metrics.watchGeo(() -> Duration.ofDays(3), () -> 1);
    }

    /** What Prometheus shows of documented meanings: plain text, and of a histogram's maximum the histogram's. */
    private static Map<String, String> asHelp(Map<String, String> meanings) {
        Map<String, String> help = new TreeMap<>();
        meanings.forEach((name, meaning) -> help.put(
                name,
                name.endsWith("_seconds_max")
                        ? meanings.get(name.substring(0, name.length() - "_max".length()))
                        : meaning.replace("`", "")));
        return help;
    }

    /** The meaning of each metric of the table, by name. */
    private static Map<String, String> documented() throws IOException {
        Path table = Path.of(System.getProperty("skerry.home", ".."), "deploy", "metrics.md");
        return Files.readAllLines(table).stream()
                .filter(line -> line.startsWith("| `skerry_"))
                .map(line -> line.split(" *\\| *"))
                .collect(Collectors.toMap(
                        cells -> cells[1].replace("`", ""), cells -> cells[4], (one, _) -> one, TreeMap::new));
    }

    private void record(ExchangeRecord exchange, int times) {
        for (int i = 0; i < times; i++) {
            metrics.ended(exchange);
        }
    }

    private double value(String name) {
        String line = lines(name).getFirst();
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }

    private java.util.List<String> lines(String name) {
        return metrics.scrape().lines().filter(line -> line.startsWith(name)).toList();
    }
}
