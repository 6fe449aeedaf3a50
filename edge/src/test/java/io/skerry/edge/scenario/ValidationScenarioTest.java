package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What answers to HEAD, POST and other unsafe methods do to what is stored, and how several variants are validated at once. */
class ValidationScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
    }

    @Test
    void answer_to_post_that_stands_for_the_resource_answers_the_next_get() throws Exception {
        origin.stubFor(WireMock.post("/cart-total")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Content-Location", "/cart-total")
                        .withBody("posted")));

        HttpResponse<String> posted = postTo("/cart-total");
        HttpResponse<String> got = edge.get("/cart-total");

        assertThat(posted.body()).isEqualTo("posted");
        assertThat(RunningEdge.cacheStatus(posted)).contains("fwd=method").contains("stored");
        assertThat(got.body()).isEqualTo("posted");
        assertThat(RunningEdge.cacheStatus(got)).startsWith("Skerry; hit");
        origin.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void answer_to_post_without_content_location_is_not_stored() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("x")));

        postTo("/form");

        assertThat(RunningEdge.cacheStatus(edge.get("/form"))).contains("fwd=uri-miss");
    }

    @Test
    void answer_to_post_that_was_stored_is_purged_like_any_other() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Content-Location", "/p")
                        .withBody("x")));
        postTo("/p");
        edge.purge("{\"files\":[\"" + edge.uri("/p") + "\"]}");

        assertThat(RunningEdge.cacheStatus(edge.get("/p"))).doesNotContain("hit");
    }

    @Test
    void answer_to_head_that_describes_what_is_stored_freshens_it() throws Exception {
        origin.stubFor(get("/h")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("body")));
        edge.get("/h");
        origin.stubFor(WireMock.head(urlEqualTo("/h"))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("X-New", "1")));

        headOf("/h");
        HttpResponse<String> after = edge.get("/h");

        assertThat(RunningEdge.cacheStatus(after)).startsWith("Skerry; hit");
        assertThat(after.headers().firstValue("X-New")).hasValue("1");
        assertThat(after.body()).isEqualTo("body");
    }

    @Test
    void answer_to_head_that_describes_something_else_ends_what_is_stored() throws Exception {
        origin.stubFor(get("/g")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("old")));
        edge.get("/g");
        origin.stubFor(WireMock.head(urlEqualTo("/g"))
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withHeader("ETag", "\"2\"")));

        headOf("/g");

        assertThat(RunningEdge.cacheStatus(edge.get("/g"))).contains("fwd=uri-miss");
    }

    @Test
    void confirmation_with_more_tags_than_are_kept_ends_what_is_stored() throws Exception {
        origin.stubFor(get("/tagged")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Cache-Tag", "one")
                        .withBody("page")));
        edge.get("/tagged");
        String many = IntStream.range(0, 65).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
        origin.stubFor(get("/tagged")
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Cache-Tag", many)));

        HttpResponse<String> confirmed = edge.get("/tagged");

        assertThat(confirmed.body()).isEqualTo("page");
        assertThat(RunningEdge.cacheStatus(edge.get("/tagged"))).contains("fwd=uri-miss");
    }

    @Test
    void confirmation_for_one_users_credentials_is_not_shared() throws Exception {
        origin.stubFor(get("/account")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("page")));
        edge.get("/account");
        origin.stubFor(get("/account")
                .withHeader("Authorization", equalTo("alice"))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("X-User", "alice")));

        HttpResponse<String> hers = edge.get("/account", "Authorization", "alice");
        HttpResponse<String> others = edge.get("/account");

        assertThat(hers.body()).isEqualTo("page");
        assertThat(hers.headers().firstValue("X-User")).hasValue("alice");
        assertThat(others.headers().firstValue("X-User")).isEmpty();
        assertThat(RunningEdge.cacheStatus(others)).contains("fwd=stale");
    }

    @Test
    void answer_to_head_for_one_users_credentials_is_not_shared() throws Exception {
        origin.stubFor(get("/account")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("page")));
        edge.get("/account");
        origin.stubFor(WireMock.head(urlEqualTo("/account"))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("X-User", "alice")));

        edge.send(HttpRequest.newBuilder(edge.uri("/account"))
                .HEAD()
                .header("Authorization", "alice")
                .build());
        HttpResponse<String> others = edge.get("/account");

        assertThat(others.headers().firstValue("X-User")).isEmpty();
        assertThat(RunningEdge.cacheStatus(others)).contains("fwd=stale");
    }

    @Test
    void variant_that_the_origin_confirms_by_its_tag_answers_another_request_and_is_stored_for_it() throws Exception {
        varying("de", "\"common\"", "gemeinsam");
        edge.get("/l", "Accept-Language", "de");
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo("at"))
                .withHeader("If-None-Match", equalTo("\"common\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("ETag", "\"common\"")
                        .withHeader("Vary", "Accept-Language")
                        .withHeader("Cache-Control", "max-age=60")));

        HttpResponse<String> first = edge.get("/l", "Accept-Language", "at");
        HttpResponse<String> second = edge.get("/l", "Accept-Language", "at");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("gemeinsam");
        assertThat(second.body()).isEqualTo("gemeinsam");
        assertThat(RunningEdge.cacheStatus(second)).startsWith("Skerry; hit");
    }

    @Test
    void several_variants_are_asked_about_by_all_their_tags_and_a_304_that_names_none_of_them_is_not_believed()
            throws Exception {
        varying("de", "\"d\"", "hallo");
        varying("en", "\"e\"", "hello");
        edge.get("/l", "Accept-Language", "de");
        edge.get("/l", "Accept-Language", "en");
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo("fr"))
                .willReturn(aResponse().withStatus(304)));
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo("fr"))
                .withHeader("If-None-Match", absent())
                .willReturn(aResponse().withHeader("Vary", "Accept-Language").withBody("salut")));

        assertThat(edge.get("/l", "Accept-Language", "fr").body()).isEqualTo("salut");
        origin.verify(
                1,
                getRequestedFor(urlEqualTo("/l"))
                        .withHeader("Accept-Language", equalTo("fr"))
                        .withHeader("If-None-Match", equalTo("\"d\", \"e\"")));
    }

    @Test
    void variants_of_another_coding_are_not_asked_about() throws Exception {
        // As a server does that compresses on the fly: one tag for all codings, in a 304 at least.
        origin.stubFor(get("/c")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "Accept-Encoding")
                        .withHeader("Content-Encoding", "x-own")
                        .withHeader("ETag", "\"same\"")
                        .withBody("x")));
        try (RunningEdge raw =
                site.beside("cachePolicies: { standard: { compress: off } }\n" + RunningEdge.standard(origin.port()))) {
            raw.get("/c", "Accept-Encoding", "x-own");
            raw.get("/c", "Accept-Encoding", "x-other");
        }

        origin.verify(2, getRequestedFor(urlEqualTo("/c")).withHeader("If-None-Match", absent()));
    }

    @Test
    void content_that_the_origin_coded_is_asked_about_for_those_alone_that_asked_for_the_coding() throws Exception {
        // As Express and Caddy do: 304 with the one tag that all codings have.
        origin.stubFor(
                get("/o").withHeader("If-None-Match", equalTo("W/\"same\"")).willReturn(shared(304, "identity", "")));
        for (String coding : new String[] {"identity", "br", "zstd"}) {
            origin.stubFor(get("/o")
                    .withHeader("If-None-Match", absent())
                    .withHeader("Accept-Encoding", matching(coding + ".*"))
                    .willReturn(shared(200, coding, coding)));
        }

        edge.get("/o", "Accept-Encoding", "zstd");
        HttpResponse<String> both = edge.get("/o", "Accept-Encoding", "br, zstd");
        HttpResponse<String> other = edge.get("/o", "Accept-Encoding", "br");
        HttpResponse<String> unsaid = edge.get("/o");

        assertThat(RunningEdge.cacheStatus(both)).contains("variant-confirmed");
        assertThat(both.headers().firstValue("Content-Encoding")).hasValue("zstd");
        assertThat(both.body()).isEqualTo("zstd");
        assertThat(other.headers().firstValue("Content-Encoding")).hasValue("br");
        assertThat(other.body()).isEqualTo("br");
        assertThat(unsaid.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(unsaid.body()).isEqualTo("identity");
    }

    private static ResponseDefinitionBuilder shared(int status, String coding, String body) {
        ResponseDefinitionBuilder answer = aResponse()
                .withStatus(status)
                .withHeader("Cache-Control", "max-age=60")
                .withHeader("Vary", "Accept-Encoding")
                .withHeader("ETag", "W/\"same\"")
                .withBody(body);
        return coding.equals("identity") ? answer : answer.withHeader("Content-Encoding", coding);
    }

    @Test
    void unknown_method_invalidates_its_target_its_location_and_the_groups_its_answer_names() throws Exception {
        origin.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Cache-Groups", "\"products\"")
                        .withBody("x")));
        origin.stubFor(get("/free")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("x")));
        origin.stubFor(request("FROB", urlEqualTo("/t"))
                .willReturn(aResponse()
                        .withHeader("Location", "/free")
                        .withHeader("Cache-Group-Invalidation", "\"products\"")));
        for (String path : new String[] {"/t", "/free", "/member", "/other"}) {
            edge.get(path);
        }
        origin.stubFor(get("/other")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("x")));
        edge.purge("{\"files\":[\"" + edge.uri("/other") + "\"]}");
        edge.get("/other");

        edge.send(HttpRequest.newBuilder(edge.uri("/t"))
                .method("FROB", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(RunningEdge.cacheStatus(edge.get("/t"))).contains("detail=invalidated");
        assertThat(RunningEdge.cacheStatus(edge.get("/free"))).contains("detail=invalidated");
        assertThat(RunningEdge.cacheStatus(edge.get("/member"))).contains("detail=invalidated");
        assertThat(RunningEdge.cacheStatus(edge.get("/other"))).startsWith("Skerry; hit");
    }

    private void varying(String language, String tag, String body) {
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo(language))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "Accept-Language")
                        .withHeader("ETag", tag)
                        .withBody(body)));
    }

    private HttpResponse<String> postTo(String path) throws Exception {
        return edge.send(HttpRequest.newBuilder(edge.uri(path))
                .POST(HttpRequest.BodyPublishers.ofString("a=1"))
                .build());
    }

    private void headOf(String path) throws Exception {
        edge.send(HttpRequest.newBuilder(edge.uri(path)).HEAD().build());
    }
}
