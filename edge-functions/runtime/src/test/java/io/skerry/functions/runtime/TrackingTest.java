package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.SnapshotVersion;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Fetch;
import io.skerry.functions.api.Fields;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TrackingTest {

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    private final ExchangeState state = edge.request();

    @Test
    void reads_in_a_cached_phase_become_inputs_in_the_order_of_the_first_read() {
        reading((request, exchange) -> {
            exchange.geo().country();
            request.header("Accept-Language");
            request.cookie("Segment");
            request.queryParameter("dpr");
            request.header("accept-language");
        });

        assertThat(state.seal().inputs())
                .containsExactly(
                        new VariantInput(Kind.GEO, "country"),
                        new VariantInput(Kind.HEADER, "accept-language"),
                        new VariantInput(Kind.COOKIE, "Segment"),
                        new VariantInput(Kind.QUERY, "dpr"));
        assertThat(state.seal().refusal()).isEmpty();
    }

    @Test
    void reads_of_what_the_key_holds_and_of_the_target_are_not_inputs() {
        reading((request, exchange) -> {
            request.cookie("keyed");
            request.path();
            request.method();
            request.host();
            exchange.route();
        });

        assertThat(state.seal().inputs()).isEmpty();
    }

    @Test
    void response_that_was_made_from_the_host_is_not_stored_where_hosts_share() {
        edge.hostKeyed = false;

        reading((request, exchange) -> request.host());

        assertThat(state.seal().refusal())
                .hasValue("a function read the host, and the site's hosts share what is stored");
    }

    @Test
    void ttl_without_an_end_shortens_nothing_and_can_be_added_to_a_moment() {
        reading((request, exchange) -> exchange.ttl(ChronoUnit.FOREVER.getDuration()));

        assertThat(state.seal().bounds().ttl()).isEqualTo(Duration.ofDays(36_500));
    }

    @Test
    void dimension_stands_for_what_it_was_made_of() {
        FunctionChain chain = edge.chain(new CurrencyOfCountry(), OnError.FAIL);

        edge.onLoop(() -> chain.onRequest(state));
        edge.onLoop(() -> chain.onOriginRequest(state));

        VariantInput input = new VariantInput(Kind.DIMENSION, "currency");
        assertThat(state.seal().inputs()).containsExactly(input);
        assertThat(state.value(input)).isEqualTo("EUR");
        assertThat(state.value(new VariantInput(Kind.GEO, "country"))).isEqualTo("DE");
        assertThat(state.value(new VariantInput(Kind.GEO, "city"))).isEmpty();
        assertThat(state.value(new VariantInput(Kind.DIMENSION, "other"))).isEmpty();
    }

    @Test
    void more_than_eight_inputs_are_not_stored() {
        reading((request, exchange) -> {
            for (int i = 0; i < 9; i++) {
                request.header("x-" + i);
            }
        });

        assertThat(state.seal().inputs()).hasSize(8);
        assertThat(state.seal().refusal()).hasValue("functions read more than 8 inputs");
    }

    @Test
    void reading_all_cookies_or_credentials_forbids_storing() {
        reading((request, exchange) -> request.header("Cookie"));
        assertThat(state.seal().refusal()).hasValue("a function read Cookie whole");

        ExchangeState other = edge.request();
        reading(other, (request, exchange) -> request.header("authorization"));
        assertThat(other.seal().refusal()).hasValue("a function read authorization whole");
    }

    @Test
    void nothing_can_be_read_once_the_head_is_out() {
        List<EdgeRequest> request = new CopyOnWriteArrayList<>();
        List<Exchange> exchange = new CopyOnWriteArrayList<>();
        reading((q, x) -> {
            request.add(q);
            exchange.add(x);
        });
        state.seal();

        assertThatThrownBy(() -> request.getFirst().header("Accept")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> request.getFirst().cookie("keyed")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.getFirst().geo().country()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.getFirst().tag("late")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.getFirst().fetch().get("/late", 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tags_parents_and_the_shortest_ttl_are_kept() {
        reading((request, exchange) -> {
            exchange.tag("a", "b");
            exchange.dependsOn("/original.jpg");
            exchange.ttl(Duration.ofMinutes(5));
            exchange.ttl(Duration.ofMinutes(2));
            exchange.ttl(Duration.ofMinutes(9));
        });

        Derivation derivation = state.seal();
        assertThat(derivation.tags()).isEqualTo(Set.of("a", "b"));
        assertThat(derivation.parents()).containsExactly(FakeEdge.uri("/original.jpg"));
        assertThat(derivation.longestFreshness()).hasValue(Duration.ofMinutes(2));
        assertThat(derivation.earliestSource()).isEmpty();
    }

    @Test
    void malformed_tag_is_the_functions_failure() {
        reading((request, exchange) -> exchange.tag("two words"));

        assertThat(edge.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.THREW));
    }

    @Test
    void response_is_never_fresher_than_its_sources_and_goes_with_them() {
        VariantInput accept = new VariantInput(Kind.HEADER, "accept");
        edge.pages.put("/one", source("/one", Duration.ofMinutes(10), 7, List.of()));
        edge.pages.put("/two", source("/two", Duration.ofMinutes(3), 5, List.of(accept)));
        fetching("/one", "/two");

        Derivation derivation = state.seal();
        assertThat(derivation.longestFreshness()).hasValue(Duration.ofMinutes(3));
        assertThat(derivation.earliestSource()).hasValue(new JournalStamp(1, 5));
        assertThat(derivation.parents())
                .containsExactly(FakeEdge.uri("/one"), FakeEdge.uri("/ancestor"), FakeEdge.uri("/two"));
        assertThat(derivation.tags()).containsExactlyInAnyOrder("tag/one", "tag/two");
        assertThat(derivation.inputs()).containsExactly(accept);
        assertThat(derivation.snapshots()).containsExactly(new SnapshotVersion("s", "1"));
        assertThat(derivation.refusal()).isEmpty();
    }

    /** Origins' tags are not only what functions may set: {@code Surrogate-Key: shoes,red}, {@code Cache-Tag: café, red shoes}. */
    @Test
    void tags_of_a_source_are_taken_as_its_origin_gave_them() {
        edge.pages.put("/a", tagged("/a", Set.of("shoes,red", "café", "red shoes")));

        fetching("/a");

        assertThat(edge.failures).isEmpty();
        assertThat(state.seal().tags()).isEqualTo(Set.of("shoes,red", "café", "red shoes"));
    }

    @Test
    void confirmation_takes_what_was_recorded_and_recording_begins_anew() {
        edge.pages.put("/one", source("/one", Duration.ofMinutes(10), 7, List.of()));
        fetching("/one", "/missing");

        Derivation confirmation = state.confirmed();

        assertThat(confirmation.parents()).hasSize(3);
        assertThat(confirmation.longestFreshness()).hasValue(Duration.ofMinutes(10));
        assertThat(confirmation.refusal()).isPresent();
        assertThat(state.seal()).isEqualTo(Derivation.none());
    }

    @Test
    void source_that_varies_by_a_dimension_nobody_publishes_here_forbids_storing() {
        edge.pages.put(
                "/one",
                source("/one", Duration.ofMinutes(1), 1, List.of(new VariantInput(Kind.DIMENSION, "currency"))));
        fetching("/one");

        assertThat(state.seal().refusal()).hasValue("source /one varies by dimension currency");
    }

    @Test
    void source_that_gives_no_answer_forbids_storing_and_is_still_a_parent() {
        fetching("/missing");

        assertThat(state.seal().refusal()).hasValue("source /missing gave no complete answer");
        assertThat(state.seal().parents()).containsExactly(FakeEdge.uri("/missing"));
    }

    @Test
    void functions_fetch_two_levels_deep_and_no_deeper() {
        edge.pages.put("/one", source("/one", Duration.ZERO, 1, List.of()));

        assertThat(fetchAtDepth(1)).isInstanceOf(Fetch.Fetched.class);
        assertThat(fetchAtDepth(2)).isInstanceOf(Fetch.Failed.class);
    }

    private Fetch.Result fetchAtDepth(int depth) {
        List<Fetch.Result> result = new CopyOnWriteArrayList<>();
        Probe probe = new Probe((request, exchange) ->
                Outcome.async(exchange.fetch().get("/one", 100).thenApply(found -> {
                    result.add(found);
                    return Outcome.next();
                })));
        edge.onLoop(() -> FunctionChain.of(List.of(edge.running(probe, "probe", OnError.FAIL)))
                .onOriginRequest(edge.requestAtDepth(depth)));
        return result.getFirst();
    }

    private void fetching(String... paths) {
        for (String path : paths) {
            Probe probe = new Probe((request, exchange) ->
                    Outcome.async(exchange.fetch().get(path, 100).thenApply(_ -> Outcome.next())));
            edge.onLoop(() -> FunctionChain.of(List.of(edge.running(probe, "probe", OnError.FAIL)))
                    .onOriginRequest(state));
        }
    }

    private static SubAnswer tagged(String path, Set<String> tags) {
        Derivation derivation = new Derivation(
                List.of(), List.of(), tags, List.of(), new Derivation.Bounds(null, null, new JournalStamp(1, 1), null));
        return answer(path, Duration.ofHours(1), derivation);
    }

    private static SubAnswer source(String path, Duration freshness, long seq, List<VariantInput> inputs) {
        Derivation derivation = new Derivation(
                inputs,
                List.of(new SnapshotVersion("s", "1")),
                Set.of("tag" + path),
                List.of(FakeEdge.uri("/ancestor")),
                new Derivation.Bounds(null, null, new JournalStamp(1, seq), null));
        return answer(path, freshness, derivation);
    }

    private static SubAnswer answer(String path, Duration freshness, Derivation derivation) {
        return new SubAnswer.Answered(
                new Fetch.Fetched(200, Fields.none(), new Body.Whole(new byte[0])),
                new SourceFacts(FakeEdge.uri(path), freshness, derivation));
    }

    private void reading(BiConsumer<EdgeRequest, Exchange> read) {
        reading(state, read);
    }

    private void reading(ExchangeState of, BiConsumer<EdgeRequest, Exchange> read) {
        Probe probe = new Probe((request, exchange) -> {
            read.accept(request, exchange);
            return Outcome.next();
        });
        edge.onLoop(() -> edge.chain(probe, OnError.FAIL).onOriginRequest(of));
    }

    @Function("probe")
    private record Probe(java.util.function.BiFunction<EdgeRequest, Exchange, Outcome> body) implements EdgeFunction {
        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            return body.apply(request, exchange);
        }
    }

    @Function("currency-of-country")
    private static final class CurrencyOfCountry implements EdgeFunction {
        @Override
        public Outcome onRequest(EdgeRequest request, Exchange exchange) {
            exchange.dimension(
                    "currency", exchange.geo().country().orElseThrow().equals("DE") ? "EUR" : "USD");
            return Outcome.next();
        }

        @Override
        public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
            assertThat(exchange.dimension("currency")).isEqualTo("EUR");
            return Outcome.next();
        }
    }
}
