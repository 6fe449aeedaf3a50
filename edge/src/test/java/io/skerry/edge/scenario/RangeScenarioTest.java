package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges of a complete stored response (RFC 9110 14). */
class RangeScenarioTest {

    private static final String BODY = "0123456789".repeat(100);

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
        origin.stubFor(get("/r")
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Content-Type", "text/x-digits")
                        .withHeader("ETag", "\"v1\"")
                        .withBody(BODY)));
        edge.get("/r");
    }

    @Test
    void several_ranges_are_a_multipart_content_whose_parts_say_what_they_are() throws Exception {
        HttpResponse<String> answer = edge.get("/r", "Range", "bytes=990-,3-7, -1");

        assertThat(answer.statusCode()).isEqualTo(200);
        HttpResponse<String> disjoint = edge.get("/r", "Range", "bytes=990-,3-7");
        assertThat(disjoint.statusCode()).isEqualTo(206);
        String type = disjoint.headers().firstValue("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        assertThat(disjoint.headers().firstValue("Content-Range")).isEmpty();
        String boundary = type.substring(type.indexOf('=') + 1);
        // The empty line in front of the first part is what zsync leaves out unread, whatever it is.
        assertThat(disjoint.body()).isEqualTo("""

                        --%1$s
                        Content-Type: text/x-digits
                        Content-Range: bytes 990-999/1000

                        0123456789
                        --%1$s
                        Content-Type: text/x-digits
                        Content-Range: bytes 3-7/1000

                        34567
                        --%1$s--
                        """.formatted(boundary).replace("\n", "\r\n"));
        assertThat(disjoint.headers().firstValueAsLong("Content-Length"))
                .hasValue(disjoint.body().length());
        origin.verify(1, getRequestedFor(urlEqualTo("/r")));
    }

    @Test
    void condition_goes_before_a_range_that_is_fetched_for_one_client_alone() throws Exception {
        origin.stubFor(get("/own")
                .withHeader("Range", equalTo("bytes=0-4"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("ETag", "\"v1\"")
                        .withHeader("Content-Range", "bytes 0-4/1000")
                        .withBody("01234")));

        HttpResponse<String> unchanged =
                edge.get("/own", "Authorization", "me", "Range", "bytes=0-4", "If-None-Match", "\"v1\"");
        HttpResponse<String> changed =
                edge.get("/own", "Authorization", "me", "Range", "bytes=0-4", "If-None-Match", "\"v0\"");

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.headers().firstValue("Content-Range")).isEmpty();
        assertThat(changed.statusCode()).isEqualTo(206);
        assertThat(changed.headers().firstValue("Content-Range")).hasValue("bytes 0-4/1000");
        assertThat(changed.body()).isEqualTo("01234");
    }

    @Test
    void many_ranges_that_would_cost_more_than_the_whole_get_the_whole() throws Exception {
        StringBuilder ranges = new StringBuilder("bytes=0-0");
        for (int i = 1; i < 20; i++) {
            ranges.append(',').append(2 * i).append('-').append(2 * i);
        }

        HttpResponse<String> answer = edge.get("/r", "Range", ranges.toString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=5-8,,206,5678",
        "bytes=-3,,206,789",
        "bytes=5-8,'\"v1\"',206,5678",
        "bytes=5-8,'\"v2\"',200,",
        "bytes=5-8,'W/\"v1\"',200,",
        "lines=5-8,,200,",
        "bytes=8-5,,200,"
    })
    void one_range_is_a_206_where_its_condition_holds_and_else_all_is_sent(
            String range, String ifRange, int status, String body) throws Exception {
        HttpResponse<String> answer =
                ifRange == null ? edge.get("/r", "Range", range) : edge.get("/r", "Range", range, "If-Range", ifRange);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body == null ? BODY : body);
    }

    @Test
    void range_beyond_the_end_is_refused_with_the_length() throws Exception {
        HttpResponse<String> answer = edge.get("/r", "Range", "bytes=1000-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */1000");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void refused_range_can_be_read_by_the_pages_that_may_read_the_response() throws Exception {
        origin.stubFor(get("/cors")
                .willReturn(aResponse()
                        .withBody("hello")
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("ETag", "\"v1\"")
                        .withHeader("Access-Control-Allow-Origin", "*")));
        edge.get("/cors");

        HttpResponse<String> answer = edge.get("/cors", "Range", "bytes=5-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().map()).doesNotContainKeys("etag", "cache-control");
    }

    @Test
    void part_that_nobody_asked_for_is_never_stored() throws Exception {
        origin.stubFor(get("/part")
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Content-Range", "bytes 0-9/1000")
                        .withHeader("ETag", "\"v1\"")
                        .withBody(BODY.substring(0, 10))));
        edge.get("/part");
        edge.get("/part", "Range", "bytes=0-4");
        origin.stubFor(get("/part")
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody(BODY)));

        HttpResponse<String> whole = edge.get("/part");

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(BODY);
    }

    @Test
    void range_of_a_head_is_ignored() throws Exception {
        HttpResponse<String> answer = edge.send(HttpRequest.newBuilder(edge.uri("/r"))
                .HEAD()
                .header("Range", "bytes=0-1")
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(1000);
    }
}
