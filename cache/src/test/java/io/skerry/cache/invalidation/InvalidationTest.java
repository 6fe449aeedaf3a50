package io.skerry.cache.invalidation;

import static io.skerry.cache.Sample.URI;
import static io.skerry.cache.Sample.response;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.InvalidationDecision.Invalidate;
import io.skerry.cache.invalidation.InvalidationDecision.Keep;
import io.skerry.cache.invalidation.InvalidationDecision.KeepReason;
import io.skerry.cache.invalidation.PurgeSelector.Everything;
import io.skerry.cache.invalidation.PurgeSelector.Host;
import io.skerry.cache.invalidation.PurgeSelector.Prefix;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.invalidation.PurgeSelector.Tag;
import io.skerry.cache.invalidation.PurgeSelector.Url;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationTest {

    private static final Optional<String> ANY = Optional.empty();

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH"})
    @Spec("9111 4.4")
    void an_unsafe_method_invalidates_its_target(String method) {
        assertThat(decide(Method.of(method), response(204))).isEqualTo(new Invalidate(List.of(URI), Set.of()));
        assertThat(decide(Method.of(method), response(303))).isEqualTo(new Invalidate(List.of(URI), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,200,SAFE_METHOD",
        "HEAD,200,SAFE_METHOD",
        "OPTIONS,200,SAFE_METHOD",
        "POST,500,ERROR_ANSWER",
        "PUT,404,ERROR_ANSWER"
    })
    @Spec("9111 4.4")
    void safe_methods_and_errors_keep_what_is_stored(String method, int status, KeepReason reason) {
        assertThat(decide(Method.of(method), response(status))).isEqualTo(new Keep(reason));
    }

    @Test
    @Spec("9875 3")
    void answer_to_an_unsafe_request_invalidates_the_groups_that_it_names() {
        ResponseHead answer = response(
                200, "Cache-Group-Invalidation", "\"scripts\", other, \"two words\";x=1", "Cache-Groups", "\"kept\"");
        assertThat(decide(Method.POST, answer)).isEqualTo(new Invalidate(List.of(URI), Set.of("scripts", "two words")));
        assertThat(decide(Method.GET, answer)).isEqualTo(new Keep(KeepReason.SAFE_METHOD));
    }

    @Test
    @Spec("9111 4.4")
    void named_uris_of_the_same_origin_are_invalidated_and_no_others() {
        assertThat(decide(Method.POST, response(201, "Location", "43?x", "Content-Location", "/list")))
                .isEqualTo(new Invalidate(
                        List.of(
                                URI,
                                new TargetUri("https", "shop.example.com", "/product/43", "x"),
                                URI.withPath("/list")),
                        Set.of()));
        assertThat(decide(
                        Method.POST,
                        response(
                                201,
                                "Location",
                                "https://other.example/",
                                "Content-Location",
                                "http://shop.example.com/")))
                .isEqualTo(new Invalidate(List.of(URI), Set.of()));
    }

    @Test
    @Spec("9111 4.4")
    void hosts_that_share_stored_responses_are_one_origin() {
        UnaryOperator<TargetUri> shared = uri -> uri.host().endsWith("shop.example.com")
                ? new TargetUri(uri.scheme(), "shop.example.com", uri.path(), uri.query())
                : uri;
        ResponseHead answer = response(
                201, "Location", "https://www.shop.example.com/list", "Content-Location", "https://other.example/x");
        assertThat(InvalidationDecider.decide(request(Method.POST), answer, shared))
                .isEqualTo(new Invalidate(List.of(URI, URI.withPath("/list")), Set.of()));
    }

    /** Editors that save through WebDAV write a file beside the old one and move it over that. */
    @ParameterizedTest
    @CsvSource({
        "MOVE,https://shop.example.com/product/41,/product/41",
        "COPY,/product/41,/product/41",
        "MOVE,https://other.example/product/41,''",
        "POST,/product/41,''"
    })
    @Spec("4918 9.9")
    void what_a_file_is_moved_or_copied_over_is_invalidated(String method, String destination, String path) {
        RequestHead request = new RequestHead(Method.of(method), URI, Headers.of("Destination", destination));
        assertThat(InvalidationDecider.decide(request, response(204), UnaryOperator.identity()))
                .isEqualTo(new Invalidate(path.isEmpty() ? List.of(URI) : List.of(URI, URI.withPath(path)), Set.of()));
    }

    private static RequestHead request(Method method) {
        return new RequestHead(method, URI, Headers.empty());
    }

    private static InvalidationDecision decide(Method method, ResponseHead answer) {
        return InvalidationDecider.decide(request(method), answer, UnaryOperator.identity());
    }

    @Test
    void a_url_means_itself_its_queries_when_asked_and_what_was_made_of_it() {
        StoredHead plain = head(URI);
        StoredHead queried = head(URI.withQuery("size=1"));
        StoredHead derived = stored(response(200), URI.withPath("/thumb"), Set.of(), List.of(URI));
        Url exact = new Url(URI, QueryMatch.EXACT, ANY);
        assertThat(exact.matches(plain)).isTrue();
        assertThat(exact.matches(queried)).isFalse();
        assertThat(exact.matches(derived)).isTrue();
        assertThat(exact.matches(head(new TargetUri("http", "shop.example.com", "/product/42", ""))))
                .isFalse();
        assertThat(new Url(URI, QueryMatch.IGNORED, ANY).matches(queried)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/v3,/assets/v3,true",
        "/assets/v3,/assets/v3/app.js,true",
        "/assets/v3,/assets/v30/app.js,false",
        "/assets/v3/,/assets/v3,false",
        "/assets/v3/,/assets/v3/app.js,true",
        "/,/anything,true",
        "/assets/v3,/assets,false"
    })
    void a_prefix_ends_at_a_segment(String prefix, String path, boolean matches) {
        Prefix selector = new Prefix("shop.example.com", prefix, ANY);
        assertThat(selector.matches(head(URI.withPath(path)))).isEqualTo(matches);
        assertThat(new Prefix("other.example", prefix, ANY).matches(head(URI.withPath(path))))
                .isFalse();
    }

    @Test
    void a_host_means_all_its_ports_unless_it_names_one() {
        StoredHead ported = head(new TargetUri("http", "a.example:8080", "/", ""));
        assertThat(new Host("a.example", ANY).matches(ported)).isTrue();
        assertThat(new Host("a.example:8080", ANY).matches(ported)).isTrue();
        assertThat(new Host("a.example:8081", ANY).matches(ported)).isFalse();
        assertThat(new Host("example", ANY).matches(ported)).isFalse();
    }

    @Test
    void tags_compare_exactly() {
        StoredHead tagged = stored(response(200), URI, Set.of("product-42"), List.of());
        assertThat(new Tag("product-42", ANY).matches(tagged)).isTrue();
        assertThat(new Tag("Product-42", ANY).matches(tagged)).isFalse();
        assertThat(new Tag("product-4", ANY).matches(tagged)).isFalse();
    }

    @Test
    void a_site_restricts_every_selector() {
        StoredHead head = stored(response(200), URI, Set.of("t"), List.of());
        for (String site : List.of("shop", "blog")) {
            Optional<String> only = Optional.of(site);
            boolean own = site.equals("shop");
            assertThat(new Url(URI, QueryMatch.EXACT, only).matches(head)).isEqualTo(own);
            assertThat(new Tag("t", only).matches(head)).isEqualTo(own);
            assertThat(new Prefix("shop.example.com", "/", only).matches(head)).isEqualTo(own);
            assertThat(new Host("shop.example.com", only).matches(head)).isEqualTo(own);
            assertThat(new Everything(only).matches(head)).isEqualTo(own);
        }
        assertThat(new Everything(ANY).matches(head)).isTrue();
    }

    private static StoredHead head(TargetUri uri) {
        return stored(response(200), uri, Set.of(), List.of());
    }
}
