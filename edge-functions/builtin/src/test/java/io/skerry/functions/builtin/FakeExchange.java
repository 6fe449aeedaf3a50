package io.skerry.functions.builtin;

import io.skerry.functions.api.Counters;
import io.skerry.functions.api.Deadline;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Geo;
import io.skerry.functions.api.Log;
import io.skerry.functions.api.Memory;
import io.skerry.functions.api.RouteInfo;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import io.skerry.functions.builtin.image.SomeMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Everything a function sees of the edge, in maps that a test fills and reads. */
final class FakeExchange implements Exchange, FunctionContext, EdgeRequest, Geo, Fetch, Log, Counters {

    final SomeMemory memory = new SomeMemory(256 << 20);
    final Map<String, String> parameters = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    final Map<String, String> cookies = new HashMap<>();
    final Map<String, String> dimensions = new HashMap<>();
    final Map<String, Result> pages = new HashMap<>();
    final List<String> fetched = new ArrayList<>();
    final List<String> tags = new ArrayList<>();
    final List<String> counted = new ArrayList<>();
    final List<Duration> ttls = new ArrayList<>();
    String stored = "";
    String country = "";
    String method = "GET";

    @Nullable
    Record settings;

    byte @Nullable [] data;

    private record Data<T>(Optional<Version<T>> version) implements Snapshot<T> {
        @Override
        public String name() {
            return "data";
        }
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        return type.cast(java.util.Objects.requireNonNull(settings));
    }

    @Override
    public <T> Snapshot<T> snapshot(Source source, Snapshot.Parser<T> parser) {
        byte[] bytes = data;
        if (bytes == null) {
            return new Data<>(Optional.empty());
        }
        try {
            return new Data<>(Optional.of(new Snapshot.Version<>(
                    parser.parse(bytes), Integer.toHexString(java.util.Arrays.hashCode(bytes)))));
        } catch (Exception unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    @Override
    public <T> Optional<Snapshot.Version<T>> read(Snapshot<T> snapshot) {
        return ((Data<T>) snapshot).version();
    }

    @Override
    public RouteInfo route() {
        return new RouteInfo("site", "route", parameters);
    }

    @Override
    public Geo geo() {
        return this;
    }

    @Override
    public Optional<String> country() {
        return country.isEmpty() ? Optional.empty() : Optional.of(country);
    }

    @Override
    public Optional<String> region() {
        return Optional.empty();
    }

    @Override
    public Optional<String> city() {
        return Optional.empty();
    }

    @Override
    public void dimension(String name, String value) {
        dimensions.put(name, value);
    }

    @Override
    public String dimension(String name) {
        return java.util.Objects.requireNonNull(dimensions.get(name), name);
    }

    @Override
    public void tag(String... added) {
        tags.addAll(List.of(added));
    }

    @Override
    public void dependsOn(String path) {
        throw new UnsupportedOperationException("fetched paths are sources already");
    }

    @Override
    public void ttl(Duration ttl) {
        ttls.add(ttl);
    }

    @Override
    public Fetch fetch() {
        return this;
    }

    @Override
    public CompletionStage<Result> get(String path, int maxBytes) {
        fetched.add(path + " <= " + maxBytes);
        return CompletableFuture.completedFuture(pages.getOrDefault(path, new Failed("refused")));
    }

    @Override
    public boolean isStored(String entityTag) {
        return entityTag.equals(stored);
    }

    @Override
    public Deadline deadline() {
        return () -> Duration.ofSeconds(5);
    }

    @Override
    public Log log() {
        return this;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Counters counters() {
        return this;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void add(String name, long amount) {
        counted.add(name);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public String host() {
        return "shop.example";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return Optional.empty();
    }
}
