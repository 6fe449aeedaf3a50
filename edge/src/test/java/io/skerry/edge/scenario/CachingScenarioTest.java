package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The common cases of caching, from a client's socket to an origin's. */
class CachingScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
    }

    @Test
    void second_get_of_a_cacheable_response_is_a_hit_and_asks_the_origin_nothing() throws Exception {
        origin.stubFor(get("/a")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("hello")));

        HttpResponse<String> first = edge.get("/a");
        HttpResponse<String> second = edge.get("/a");

        assertThat(first.body()).isEqualTo("hello");
        assertThat(RunningEdge.cacheStatus(first)).matches("Skerry; fwd=uri-miss; fwd-status=200; ttl=(59|60); stored");
        assertThat(second.body()).isEqualTo("hello");
        assertThat(RunningEdge.cacheStatus(second)).startsWith("Skerry; hit; ttl=");
        assertThat(second.headers().firstValue("Age")).isPresent();
        origin.verify(1, getRequestedFor(urlEqualTo("/a")));
    }

    @Test
    void purged_response_is_fetched_again() throws Exception {
        origin.stubFor(get("/p")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("one")));
        edge.get("/p");
        origin.stubFor(get("/p")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("two")));

        HttpResponse<String> answer = edge.purge("{\"files\":[\"" + edge.uri("/p") + "\"]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(edge.get("/p").body()).isEqualTo("two");
    }

    @Test
    void private_response_is_never_stored() throws Exception {
        origin.stubFor(get("/cart")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "private, max-age=60")
                        .withBody("cart")));

        edge.get("/cart");
        HttpResponse<String> second = edge.get("/cart");

        assertThat(RunningEdge.cacheStatus(second)).contains("fwd=uri-miss").contains("detail=private");
        origin.verify(2, getRequestedFor(urlEqualTo("/cart")));
    }

    @Test
    void stale_response_is_validated_and_freshened_by_a_304() throws Exception {
        origin.stubFor(get("/v")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("body")));
        edge.get("/v");
        origin.stubFor(get("/v")
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Cache-Control", "max-age=60")));

        HttpResponse<String> second = edge.get("/v");
        HttpResponse<String> third = edge.get("/v");

        assertThat(second.body()).isEqualTo("body");
        assertThat(RunningEdge.cacheStatus(second)).contains("fwd=stale; fwd-status=304");
        assertThat(RunningEdge.cacheStatus(third)).startsWith("Skerry; hit");
    }

    @Test
    void range_of_a_stored_response_is_a_206() throws Exception {
        origin.stubFor(get("/r")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("0123456789")));
        edge.get("/r");

        HttpResponse<String> part = edge.get("/r", "Range", "bytes=2-4");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
    }

    /** The origin is not shown the condition, and answers 200: what it says to this client besides the content is not lost. */
    @Test
    void unchanged_content_is_not_sent_and_cookies_and_rules_for_browsers_are() throws Exception {
        origin.stubFor(get("/account")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "private, no-cache")
                        .withHeader("ETag", "\"1\"")
                        .withHeader("Content-Type", "text/html")
                        .withHeader("Content-Language", "en")
                        .withHeader("Set-Cookie", "session=next")
                        .withHeader("Access-Control-Allow-Origin", "https://shop.example")
                        .withBody("hello")));

        HttpResponse<String> answer = edge.get("/account", "If-None-Match", "\"1\"");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("Set-Cookie")).hasValue("session=next");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example");
        assertThat(answer.headers().map()).doesNotContainKeys("content-type", "content-language", "content-length");
    }

    @Test
    void client_condition_is_answered_from_the_store() throws Exception {
        origin.stubFor(get("/c")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"x\"")
                        .withBody("body")));
        edge.get("/c");

        HttpResponse<String> answer = edge.get("/c", "If-None-Match", "\"x\"");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        origin.verify(1, getRequestedFor(urlEqualTo("/c")));
    }

    @Test
    void head_is_answered_from_a_stored_get() throws Exception {
        origin.stubFor(get("/h")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("body")));
        edge.get("/h");

        HttpResponse<String> head =
                edge.send(HttpRequest.newBuilder(edge.uri("/h")).HEAD().build());

        assertThat(head.headers().firstValue("Content-Length")).hasValue("4");
        assertThat(RunningEdge.cacheStatus(head)).startsWith("Skerry; hit");
    }

    @Test
    void successful_post_invalidates_what_is_stored_of_its_url() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("one")));
        edge.get("/i");
        edge.send(HttpRequest.newBuilder(edge.uri("/i"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());

        HttpResponse<String> after = edge.get("/i");

        assertThat(RunningEdge.cacheStatus(after)).contains("fwd=stale").contains("detail=invalidated");
    }

    @Test
    void origin_that_is_down_is_a_502_with_proxy_status() throws Exception {
        origin.stop();

        HttpResponse<String> answer = edge.get("/down");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Proxy-Status")).hasValue("Skerry; error=connection_refused");
    }

    @Test
    void stale_response_is_served_when_the_origin_is_down() throws Exception {
        origin.stubFor(get("/s")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "public, max-age=0")
                        .withHeader("ETag", "\"1\"")
                        .withBody("old")));
        edge.get("/s");
        origin.stop();

        HttpResponse<String> answer = edge.get("/s");

        assertThat(answer.body()).isEqualTo("old");
        assertThat(RunningEdge.cacheStatus(answer)).contains("detail=stale-if-error");
    }

    /** Frameworks give every page an entity tag, that of a session too; it is stored to be asked about, and for nobody else. */
    @ParameterizedTest
    @ValueSource(strings = {"", "max-age=0"})
    void page_that_was_never_fresh_is_not_shown_to_another_visitor_when_the_origin_is_down(String cacheControl)
            throws Exception {
        ResponseDefinitionBuilder page = aResponse().withHeader("ETag", "\"1\"").withBody("of ann");
        origin.stubFor(
                get("/me").willReturn(cacheControl.isEmpty() ? page : page.withHeader("Cache-Control", cacheControl)));
        edge.get("/me", "Cookie", "session=ann");
        origin.stop();

        HttpResponse<String> answer = edge.get("/me", "Cookie", "session=bob");

        assertThat(answer.statusCode()).isEqualTo(502);
    }

    @Test
    void responses_that_vary_are_selected_by_their_fields() throws Exception {
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo("de"))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "Accept-Language")
                        .withBody("hallo")));
        origin.stubFor(get("/l")
                .withHeader("Accept-Language", equalTo("en"))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "Accept-Language")
                        .withBody("hello")));
        edge.get("/l", "Accept-Language", "de");
        HttpResponse<String> other = edge.get("/l", "Accept-Language", "en");
        HttpResponse<String> again = edge.get("/l", "Accept-Language", "de");

        assertThat(other.body()).isEqualTo("hello");
        assertThat(RunningEdge.cacheStatus(other)).contains("fwd=vary-miss");
        assertThat(again.body()).isEqualTo("hallo");
        assertThat(RunningEdge.cacheStatus(again)).startsWith("Skerry; hit");
    }
}
