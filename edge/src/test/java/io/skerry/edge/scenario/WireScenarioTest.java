package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.optionsRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes no client library would send, through the whole edge. */
class WireScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.stubFor(any(anyUrl()).willReturn(aResponse().withBody("hello")));
        edge = site.edge();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "3\nabc\n0\n\n", "0x3\r\nabc\r\n0\r\n\r\n"
            })
    void content_that_breaks_its_chunks_is_a_400_and_the_connections_end(String chunks) throws Exception {
        String answer = send("POST /form HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                + "GET /smuggled HTTP/1.1\r\nHost: shop.example\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void options_of_the_whole_server_are_answered_by_the_edge() throws Exception {
        String answer = send("OPTIONS * HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 204 ").contains("\r\nAllow: GET, HEAD, POST");
        assertThat(origin.getAllServeEvents()).isEmpty();
    }

    @Test
    void get_whose_content_comes_in_chunks_goes_to_the_origin_with_it_and_fills_nothing() throws Exception {
        String head = "GET /search HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n";
        origin.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withHeader("Cache-Control", "max-age=60").withBody("hello")));

        String answer = send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nquery\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("detail=request-content");
        origin.verify(getRequestedFor(urlEqualTo("/search")).withRequestBody(equalTo("query")));
        assertThat(send(head + "\r\n")).contains("fwd=uri-miss");
    }

    @Test
    void trailers_that_are_dropped_are_not_announced() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "max-age=60")
                        .withHeader("Trailer", "X-Sum")
                        .withBody("hello")));
        String head = "GET /sum HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";

        assertThat(send(head)).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("trailer");
        assertThat(send(head)).contains("Skerry; hit").doesNotContainIgnoringCase("trailer");
    }

    @Test
    void options_that_may_be_forwarded_no_more_are_answered_by_the_edge() throws Exception {
        String head = "OPTIONS /form HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n";

        assertThat(send(head + "Max-Forwards: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains("\r\nAllow: ");
        assertThat(origin.getAllServeEvents()).isEmpty();
        assertThat(send(head + "Max-Forwards: 10\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        origin.verify(optionsRequestedFor(urlEqualTo("/form")).withHeader("Max-Forwards", equalTo("9")));
    }

    /** Whichever of the lines is read by who comes next, none of them says less than none. */
    @Test
    void options_with_several_max_forwards_end_where_one_of_them_is_spent() throws Exception {
        String head = "OPTIONS /form HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n";

        assertThat(send(head + "Max-Forwards: 1\r\nMax-Forwards: 0\r\n\r\n")).startsWith("HTTP/1.1 204 ");
        assertThat(origin.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"425 Too Early", "451 Unavailable For Legal Reasons", "404 Not Found"})
    void statuses_have_the_phrases_that_they_are_registered_with(String line) throws Exception {
        origin.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(Integer.parseInt(line.substring(0, 3)))));

        assertThat(send("GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + line + "\r\n");
    }

    @Test
    void client_of_http_1_0_is_sent_no_interim_response_whatever_it_expects() throws Exception {
        String answer = send(
                "POST /form HTTP/1.0\r\nHost: shop.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(answer).startsWith("HTTP/1.0 200 ").containsOnlyOnce("HTTP/1.");
    }

    /** What comes back until the edge closes the connection. */
    private String send(String bytes) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.node().httpPort())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
