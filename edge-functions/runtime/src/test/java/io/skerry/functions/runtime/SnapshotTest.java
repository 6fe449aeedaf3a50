package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final URI URL = URI.create("http://data.example/table");
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String NAME = "site/route/test:" + URL;

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    @TempDir
    @Nullable
    Path folder;

    @Test
    void first_data_is_there_when_the_function_has_started() {
        put("one");

        assertThat(read(start(url()))).hasValue("one");
    }

    @Test
    void newer_data_makes_what_was_made_with_older_data_unusable() {
        put("one");
        Reader reader = start(url());
        SnapshotVersion first = recorded(reader);
        assertThat(edge.snapshots.isCurrent(first)).isTrue();

        put("two");

        await().atMost(SOON).until(() -> read(reader).equals(Optional.of("two")));
        assertThat(edge.snapshots.isCurrent(first)).isFalse();
        assertThat(edge.snapshots.isCurrent(recorded(reader))).isTrue();
    }

    @Test
    void equal_data_has_an_equal_version_on_every_node() {
        put("one");
        SnapshotVersion here = recorded(start(url()));
        try (FakeEdge other = new FakeEdge()) {
            other.data.put(URL, "one".getBytes(StandardCharsets.UTF_8));
            Reader reader = new Reader(url());
            FunctionChain chain = other.chain(reader, OnError.FAIL);
            ExchangeState state = other.request();
            other.onLoop(() -> chain.onOriginRequest(state));

            assertThat(state.seal().snapshots()).containsExactly(here);
        }
    }

    @Test
    void last_good_data_stays_when_a_refresh_fails_or_cannot_be_parsed() {
        put("one");
        Reader reader = start(url());

        put("broken");
        await().atMost(SOON).until(() -> edge.events.contains("not loaded " + NAME));
        assertThat(read(reader)).hasValue("one");

        edge.data.remove(URL);
        edge.events.clear();
        await().atMost(SOON).until(() -> edge.events.contains("not loaded " + NAME));
        assertThat(read(reader)).hasValue("one");
    }

    @Test
    void data_that_breaks_the_parser_is_not_the_last_that_is_looked_at() {
        put("one");
        Reader reader = start(url());

        put("bottomless");
        await().atMost(SOON).until(() -> edge.events.contains("not loaded " + NAME));
        assertThat(read(reader)).hasValue("one");

        put("two");
        await().atMost(SOON).until(() -> read(reader).equals(Optional.of("two")));
    }

    @Test
    void function_starts_without_data_and_gets_it_later() {
        Reader reader = start(new Source(URL.toString(), null, Duration.ofMinutes(10)));
        SnapshotVersion none = recorded(reader);

        assertThat(read(reader)).isEmpty();
        // Nothing is known to be newer, so what an earlier run stored stays usable.
        assertThat(edge.snapshots.isCurrent(new SnapshotVersion(NAME, "of an earlier run")))
                .isTrue();
        put("one");

        await().atMost(SOON).until(() -> read(reader).isPresent());
        assertThat(edge.snapshots.isCurrent(none)).isFalse();
    }

    @Test
    void sources_that_do_not_answer_are_waited_for_together() {
        long begun = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            URI silent = URI.create("http://data.example/" + i);
            edge.silent.add(silent);
            edge.snapshots.open("site/route/test", new Source(silent.toString(), null, EVERY), Reader::parse);
        }
        edge.snapshots.awaitFirstLoads();

        // One after the other they would take ten seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(7));
    }

    @Test
    void snapshot_nobody_has_is_not_current() {
        assertThat(edge.snapshots.isCurrent(new SnapshotVersion("gone", "1"))).isFalse();
    }

    @Test
    void data_is_read_from_a_file_beside_the_routes_file() throws Exception {
        Path data = java.util.Objects.requireNonNull(folder);
        Files.writeString(data.resolve("table.json"), "from a file");
        edge.folder = data;

        assertThat(read(start(new Source(null, "table.json", EVERY)))).hasValue("from a file");
    }

    private static Source url() {
        return new Source(URL.toString(), null, EVERY);
    }

    private void put(String text) {
        edge.data.put(URL, text.getBytes(StandardCharsets.UTF_8));
    }

    private Reader start(Source source) {
        Reader reader = new Reader(source);
        reader.chain = edge.chain(reader, OnError.FAIL);
        return reader;
    }

    private Optional<String> read(Reader reader) {
        edge.onLoop(() -> reader.chain.onOriginRequest(edge.request()));
        return reader.seen;
    }

    private SnapshotVersion recorded(Reader reader) {
        ExchangeState state = edge.request();
        edge.onLoop(() -> reader.chain.onOriginRequest(state));
        return state.seal().snapshots().getFirst();
    }

    @Function("reader")
    private static final class Reader implements EdgeFunction {
        private final Source source;
        private volatile FunctionChain chain = FunctionChain.of(List.of());
        private volatile Optional<String> seen = Optional.empty();
        private Snapshot<String> data;

        Reader(Source source) {
            this.source = source;
        }

        @Override
        public void start(FunctionContext context) {
            data = context.snapshot(source, Reader::parse);
        }

        private static String parse(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.equals("broken")) {
                throw new IllegalArgumentException("not a table");
            }
            if (text.equals("bottomless")) {
                throw new StackOverflowError();
            }
            return text;
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            seen = exchange.read(data).map(Snapshot.Version::value);
            return Outcome.next();
        }
    }
}
