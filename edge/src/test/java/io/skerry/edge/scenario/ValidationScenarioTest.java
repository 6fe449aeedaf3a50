package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What answers to HEAD, POST and other unsafe methods do to what is stored. */
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

    private HttpResponse<String> postTo(String path) throws Exception {
        return edge.send(HttpRequest.newBuilder(edge.uri(path))
                .POST(HttpRequest.BodyPublishers.ofString("a=1"))
                .build());
    }

    private void headOf(String path) throws Exception {
        edge.send(HttpRequest.newBuilder(edge.uri(path)).HEAD().build());
    }
}
