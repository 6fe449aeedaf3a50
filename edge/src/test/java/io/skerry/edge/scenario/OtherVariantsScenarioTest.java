package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request of which no stored variant is its own: about which of them the origin is asked, and what is made of its 304. */
class OtherVariantsScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
    }

    @Test
    void variant_that_the_origin_confirms_by_its_tag_answers_another_request_and_is_stored_for_it() throws Exception {
        stub("zstd", "\"plain\"", "gemeinsam");
        edge.get("/l", "Accept-Encoding", "zstd");
        origin.stubFor(get("/l")
                .withHeader("Accept-Encoding", equalTo("br"))
                .withHeader("If-None-Match", equalTo("\"plain\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("ETag", "\"plain\"")
                        .withHeader("Vary", "Accept-Encoding")
                        .withHeader("Cache-Control", "max-age=60")));

        HttpResponse<String> first = edge.get("/l", "Accept-Encoding", "br");
        HttpResponse<String> second = edge.get("/l", "Accept-Encoding", "br");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("gemeinsam");
        assertThat(second.body()).isEqualTo("gemeinsam");
        assertThat(RunningEdge.cacheStatus(second)).startsWith("Skerry; hit");
    }

    @Test
    void several_variants_are_asked_about_by_all_their_tags_and_a_304_that_names_none_of_them_is_not_believed()
            throws Exception {
        stub("zstd", "\"z\"", "hallo");
        stub("br", "\"b\"", "hello");
        edge.get("/l", "Accept-Encoding", "zstd");
        edge.get("/l", "Accept-Encoding", "br");
        origin.stubFor(get("/l")
                .withHeader("Accept-Encoding", equalTo("identity"))
                .willReturn(aResponse().withStatus(304)));
        origin.stubFor(get("/l")
                .withHeader("Accept-Encoding", equalTo("identity"))
                .withHeader("If-None-Match", absent())
                .willReturn(aResponse().withHeader("Vary", "Accept-Encoding").withBody("salut")));

        assertThat(edge.get("/l", "Accept-Encoding", "identity").body()).isEqualTo("salut");
        origin.verify(
                1,
                getRequestedFor(urlEqualTo("/l"))
                        .withHeader("Accept-Encoding", equalTo("identity"))
                        .withHeader("If-None-Match", matching("\"[zb]\", \"[zb]\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "Accept", "Accept-Language", "User-Agent", "X-Theme"})
    void variants_for_another_value_of_a_field_are_not_asked_about_and_keep_their_own_fields(String field)
            throws Exception {
        // One tag for all, as a file has it that every origin may read, or a page that is tagged by the version of what
        // it shows.
        for (String value : new String[] {"a", "b"}) {
            origin.stubFor(get("/v")
                    .withHeader(field, equalTo(value))
                    .willReturn(aResponse()
                            .withHeader("Cache-Control", "max-age=60")
                            .withHeader("Vary", field)
                            .withHeader("ETag", "\"same\"")
                            .withHeader("Access-Control-Allow-Origin", value)
                            .withBody("for " + value)));
        }
        origin.stubFor(get("/v")
                .withHeader("If-None-Match", equalTo("\"same\""))
                .willReturn(aResponse()
                        .withStatus(304)
                        .withHeader("ETag", "\"same\"")
                        .withHeader("Access-Control-Allow-Origin", "b")));

        for (String value : new String[] {"a", "b", "a"}) {
            HttpResponse<String> answer = edge.get("/v", field, value);

            assertThat(answer.body()).isEqualTo("for " + value);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(value);
        }
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

    /** What is answered to those that ask for a coding, as it is. */
    private void stub(String coding, String tag, String body) {
        origin.stubFor(get("/l")
                .withHeader("Accept-Encoding", equalTo(coding))
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Vary", "Accept-Encoding")
                        .withHeader("ETag", tag)
                        .withBody(body)));
    }
}
