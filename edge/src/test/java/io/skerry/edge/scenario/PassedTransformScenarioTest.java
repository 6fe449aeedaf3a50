package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that rewrites texts does so as well where the cache takes no part. */
@Timeout(60)
class PassedTransformScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.of("""
            origins: { site: { targets: [ { url: "http://127.0.0.1:%1$d" } ] } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - match: { path: /uncached }
                    origin: site
                    cache: off
                    functions: [ { use: geo-price, with: { table: { url: "http://127.0.0.1:%1$d/prices.json", every: 1s } } } ]
                  - match: { path: /cached }
                    origin: site
                    functions: [ { use: geo-price, with: { table: { url: "http://127.0.0.1:%1$d/prices.json", every: 1s } } } ]
                  - { origin: site, cache: standard }
            """);

    @BeforeEach
    void pages() throws Exception {
        site.origin()
                .stubFor(get("/prices.json")
                        .willReturn(
                                aResponse().withBody("{\"countries\": {}, \"prices\": {\"1\": {\"USD\": \"nine\"}}}")));
        for (String path : new String[] {"/uncached", "/cached"}) {
            site.origin()
                    .stubFor(any(urlPathEqualTo(path))
                            .willReturn(aResponse()
                                    .withHeader("Content-Type", "text/html")
                                    .withBody("costs {{price:1}}")));
            site.origin()
                    .stubFor(any(urlPathEqualTo(path))
                            .withHeader("Accept-Encoding", containing("gzip"))
                            .willReturn(aResponse()
                                    .withHeader("Content-Type", "text/html")
                                    .withHeader("Content-Encoding", "gzip")
                                    .withBody("not to be read")));
            site.origin()
                    .stubFor(any(urlPathEqualTo(path))
                            .withHeader("Range", matching("bytes=.*"))
                            .willReturn(aResponse()
                                    .withStatus(206)
                                    .withHeader("Content-Type", "text/html")
                                    .withHeader("Content-Range", "bytes 0-12/17")
                                    .withBody("costs {{price")));
        }
        org.awaitility.Awaitility.await()
                .until(() -> site.edge().get("/cached").body().equals("costs nine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /uncached", "POST /uncached", "POST /cached"})
    void page_is_asked_for_in_a_form_that_can_be_read(String line) throws Exception {
        HttpRequest.Builder request = request(line).header("Accept-Encoding", "gzip");

        HttpResponse<String> answer = site.edge().send(request.build());

        assertThat(answer.body()).isEqualTo("costs nine");
    }

    @Test
    void page_is_asked_for_whole() throws Exception {
        HttpRequest.Builder request = request("GET /uncached").header("Range", "bytes=0-12");

        HttpResponse<String> answer = site.edge().send(request.build());

        assertThat(answer.body()).isEqualTo("costs nine");
    }

    private HttpRequest.Builder request(String line) {
        String[] parts = line.split(" ", 2);
        return HttpRequest.newBuilder(site.edge().uri(parts[1]))
                .method(
                        parts[0],
                        parts[0].equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("x")
                                : HttpRequest.BodyPublishers.noBody());
    }
}
