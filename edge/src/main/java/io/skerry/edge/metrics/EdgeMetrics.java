package io.skerry.edge.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.skerry.cache.store.StoreStats;
import io.skerry.edge.coding.CodingStats;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import io.skerry.edge.exchange.OriginListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's metrics: fed by the data plane as exchanges end, read by Prometheus through {@link #scrape}.
 *
 * <p>{@link #ended} and {@link #asked} are safe on any event loop and allocate nothing once a route or an origin has been seen. The {@code watch} methods are
 * called once each while the node is put together; their suppliers are asked at each scrape, on the scraping thread.
 */
public final class EdgeMetrics implements ExchangeListener, OriginListener, AutoCloseable {

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final ExchangeMeters exchanges;
    private final OriginMeters origins;
    private final PurgeMeters purges;
    private final FunctionMeters functions;
    private volatile @Nullable ClusterMeters cluster;

    /** Metrics of a node that has seen nothing yet; the JVM's and the process's are there from the start. */
    public EdgeMetrics() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new Meanings());
        exchanges = new ExchangeMeters(registry);
        origins = new OriginMeters(registry);
        purges = new PurgeMeters(registry);
        functions = new FunctionMeters(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        gc.bindTo(registry);
        new ProcessMeters().bindTo(registry);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        exchanges.ended(exchange);
    }

    @Override
    public void asked(OriginPart part, String failure) {
        origins.asked(part, failure);
    }

    /** The purge meters, told of each purge. */
    public PurgeMeters purges() {
        return purges;
    }

    /** The meters of edge functions, told of each call. */
    public FunctionMeters functions() {
        return functions;
    }

    /** Shows a store's tiers, sinks and leases; {@code stats} must be cheap. */
    public void watchStore(Supplier<StoreStats> stats) {
        new StoreMeters(stats).bindTo(registry);
    }

    /** Shows how many connections a listener has open; {@code listener} is {@code http}, {@code https} or {@code admin}. */
    public void watchConnections(String listener, LongSupplier open) {
        Gauge.builder("skerry.connections.open", open::getAsLong)
                .tag("listener", listener)
                .register(registry);
    }

    /** Shows how many connections of clients were ended by a guard of the listeners, for one cause of a few. */
    public void watchCuts(String cause, LongSupplier cuts) {
        FunctionCounter.builder("skerry.connections.cut", this, _ -> cuts.getAsLong())
                .tag("cause", cause)
                .register(registry);
    }

    /** Shows how many streams of HTTP/2 took nothing and were reset for that. */
    public void watchStalls(LongSupplier stalled) {
        FunctionCounter.builder("skerry.streams.stalled", this, _ -> stalled.getAsLong())
                .register(registry);
    }

    /** Shows how many streams of HTTP/2 were reset by one side, {@code client} or {@code edge}. */
    public void watchResets(String by, LongSupplier resets) {
        FunctionCounter.builder("skerry.streams.reset", this, _ -> resets.getAsLong())
                .tag("by", by)
                .register(registry);
    }

    /** Shows what the encoders and decoders of contents do; {@code stats} must be cheap. */
    public void watchCodings(Supplier<CodingStats> stats) {
        new CodingMeters(stats).bindTo(registry);
    }

    /** Shows which generation of the routes file is in force. */
    public void watchGeneration(LongSupplier generation) {
        Gauge.builder("skerry.generation", generation::getAsLong).register(registry);
    }

    /** Shows how many access-log lines were written and how many were dropped. */
    public void watchAccessLog(LongSupplier written, LongSupplier dropped) {
        // Held by the function: the registry keeps the object it is given only weakly.
        FunctionCounter.builder("skerry.accesslog.lines", this, _ -> written.getAsLong())
                .register(registry);
        FunctionCounter.builder("skerry.accesslog.dropped", this, _ -> dropped.getAsLong())
                .register(registry);
    }

    /** Shows how old the geo data in use is, and how many lookups a damaged database has failed. */
    public void watchGeo(Supplier<Duration> age, LongSupplier failures) {
        TimeGauge.builder("skerry.geo.age", () -> age.get().toSeconds(), TimeUnit.SECONDS)
                .register(registry);
        FunctionCounter.builder("skerry.geo.failures", this, _ -> failures.getAsLong())
                .register(registry);
    }

    /** Shows how the cluster looks from this node; {@code readings} must be cheap. */
    public void watchCluster(Supplier<ClusterMeters.Reading> readings) {
        cluster = new ClusterMeters(registry, readings);
    }

    /** Everything in Prometheus's text format (version 0.0.4). Reads {@code /proc}: not for event loops. */
    public String scrape() {
        ClusterMeters watched = cluster;
        if (watched != null) {
            watched.refresh();
        }
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
