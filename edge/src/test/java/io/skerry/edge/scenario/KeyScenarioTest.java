package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a policy of the routes file does to keys, lifetimes and targeted fields, seen by clients and counted at the origin. */
class KeyScenarioTest {

    private static final String POLICIES = """
            cachePolicies:
              pages: { key: { query: { ignore: tracking, sort: true }, cookies: [currency], headers: [X-Device] } }
              places: { key: { headers: [X-Forwarded-For] } }
              images: { key: { query: { only: [dpr] } } }
              mailed: { key: { query: { ignore: [session, "ref_*"] } } }
              errors: { ttl: { status: { 404: 1m } } }
              standard: { key: { query: { ignore: [session] } } }
              targeted: { targetedFields: [Shop-Cache-Control, CDN-Cache-Control] }
              negotiated: { compress: off, negotiation: [language, image-formats] }
            origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - { match: { path: /pages/** }, origin: site, cache: pages }
                  - { match: { path: /places/** }, origin: site, cache: places }
                  - { match: { path: /images/** }, origin: site, cache: images }
                  - { match: { path: /mailed/** }, origin: site, cache: mailed }
                  - { match: { path: /errors/** }, origin: site, cache: errors }
                  - { match: { path: /assets/** }, origin: site, cache: versioned }
                  - { match: { path: /targeted/** }, origin: site, cache: targeted }
                  - { match: { path: /negotiated/** }, origin: site, cache: negotiated }
                  - match: { path: /edited/** }
                    origin: site
                    headers: { request: { set: { X-Forwarded-Prefix: /shop }, remove: [X-Forwarded-For] } }
                  - { origin: site, cache: standard }
              - { hosts: [one.test, two.test], key: { host: shared }, routes: [ { origin: site, cache: standard } ] }
            """;

    @RegisterExtension
    private final MockedSite site = MockedSite.of(POLICIES);

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
        origin.stubFor(any(anyUrl()).willReturn(fresh()));
    }

    @Test
    void order_and_tracking_parameters_are_immaterial_and_tracking_is_not_forwarded() throws Exception {
        edge.get("/pages/a?b=2&a=1&utm_source=mail");

        assertHit(edge.get("/pages/a?gclid=x&a=1&b=2"));
        assertThat(RunningEdge.cacheStatus(edge.get("/pages/a?a=1"))).contains("fwd=uri-miss");
        origin.verify(1, getRequestedFor(urlEqualTo("/pages/a?a=1&b=2")));
    }

    @Test
    void host_with_the_dot_of_the_root_is_the_same_host() throws Exception {
        edge.get("/a", "Host", "shop.example");

        assertHit(edge.get("/a", "Host", "shop.example."));
        edge.purge("{\"files\":[\"http://shop.example./a\"]}");
        assertThat(RunningEdge.cacheStatus(edge.get("/a", "Host", "shop.example")))
                .contains("fwd=uri-miss");
    }

    @Test
    void keyed_cookies_and_fields_separate_responses_and_others_do_not() throws Exception {
        edge.get("/pages/c", "Cookie", "currency=EUR; session=1", "X-Device", "phone");

        assertHit(edge.get("/pages/c", "Cookie", "session=2; currency=EUR", "X-Device", "phone"));
        assertThat(RunningEdge.cacheStatus(edge.get("/pages/c", "Cookie", "currency=USD", "X-Device", "phone")))
                .contains("fwd=uri-miss");
        assertThat(RunningEdge.cacheStatus(edge.get("/pages/c", "Cookie", "currency=EUR", "X-Device", "desk")))
                .contains("fwd=uri-miss");
    }

    @Test
    void fields_that_the_routes_file_sets_reach_the_origin_whatever_the_client_says_in_them() throws Exception {
        edge.get("/edited/a", "X-Forwarded-Prefix", "/evil", "X_Forwarded_Prefix", "/evil");

        origin.verify(
                1,
                getRequestedFor(urlEqualTo("/edited/a"))
                        .withHeader("X-Forwarded-Prefix", equalTo("/shop"))
                        .withHeader("X_Forwarded_Prefix", absent())
                        .withHeader("X-Forwarded-For", absent()));
    }

    @Test
    void client_that_has_its_cookie_read_in_two_ways_shapes_nobody_else_s_page() throws Exception {
        edge.get("/pages/d", "Cookie", "currency=EUR; currency=USD");

        assertThat(RunningEdge.cacheStatus(edge.get("/pages/d", "Cookie", "currency=EUR")))
                .contains("fwd=uri-miss");
    }

    @Test
    void hosts_that_share_do_not_share_what_was_made_for_a_port_of_the_client_s_choice() throws Exception {
        edge.get("/a", "Host", "one.test:81");

        assertThat(RunningEdge.cacheStatus(edge.get("/a", "Host", "one.test"))).contains("fwd=uri-miss");
        assertHit(edge.get("/a", "Host", "two.test"));
        assertHit(edge.get("/a", "Host", "two.test:81"));
        edge.purge("{\"files\":[\"http://two.test:81/a\"]}");
        assertThat(RunningEdge.cacheStatus(edge.get("/a", "Host", "one.test:81")))
                .contains("fwd=uri-miss");
    }

    @Test
    void only_listed_parameters_are_in_the_key_and_forwarded() throws Exception {
        edge.get("/images/a.png?dpr=2&size=9");

        assertHit(edge.get("/images/a.png?dpr=2"));
        origin.verify(1, getRequestedFor(urlEqualTo("/images/a.png?dpr=2")));
    }

    @Test
    void listed_names_and_beginnings_are_neither_in_the_key_nor_forwarded() throws Exception {
        edge.get("/mailed/a?ref_source=1&id=2&session=3&ref=4");

        assertHit(edge.get("/mailed/a?id=2&ref_=9&ref_medium=5&ref=4"));
        origin.verify(1, getRequestedFor(urlEqualTo("/mailed/a?id=2&ref=4")));
    }

    @Test
    void urls_without_a_version_are_treated_by_the_files_own_standard() throws Exception {
        edge.get("/assets/app.css?session=1");

        assertHit(edge.get("/assets/app.css?session=2"));
        origin.verify(1, getRequestedFor(urlEqualTo("/assets/app.css")));
    }

    @Test
    void error_without_explicit_freshness_is_stored_by_the_policys_negative_ttl_alone() throws Exception {
        origin.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
        edge.get("/errors/none");
        edge.get("/none");

        assertHit(edge.get("/errors/none"));
        assertThat(RunningEdge.cacheStatus(edge.get("/none"))).doesNotContain("hit");
    }

    @Test
    void get_with_content_is_forwarded_and_never_stored() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(edge.uri("/body"))
                .method("GET", HttpRequest.BodyPublishers.ofString("x"))
                .build();

        assertThat(RunningEdge.cacheStatus(edge.send(request)))
                .contains("fwd=request")
                .doesNotContain("stored");
        assertThat(RunningEdge.cacheStatus(edge.get("/body"))).contains("fwd=uri-miss");
    }

    @Test
    void targeted_field_of_the_sites_own_name_goes_before_that_of_all_cdns() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Cache-Control", "no-store")
                        .withHeader("CDN-Cache-Control", "no-store")
                        .withHeader("Shop-Cache-Control", "max-age=60")
                        .withBody("x")));
        edge.get("/targeted/a");
        edge.get("/a");

        assertHit(edge.get("/targeted/a"));
        assertThat(RunningEdge.cacheStatus(edge.get("/a"))).doesNotContain("hit");
    }

    @Test
    void stored_response_in_the_language_that_a_client_wants_most_answers_it() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(fresh().withHeader("Vary", "Accept-Language").withHeader("Content-Language", "de")));
        edge.get("/negotiated/l", "Accept-Language", "en, de");

        assertHit(edge.get("/negotiated/l", "Accept-Language", "fr;q=0.5, de"));
        assertThat(RunningEdge.cacheStatus(edge.get("/negotiated/l", "Accept-Language", "fr, de;q=0.5")))
                .contains("fwd=vary-miss");
    }

    @Test
    void browsers_that_know_the_same_image_formats_share_an_image() throws Exception {
        origin.stubFor(any(anyUrl())
                .willReturn(fresh().withHeader("Vary", "Accept").withHeader("Content-Type", "image/webp")));
        edge.get("/negotiated/i", "Accept", "image/avif,image/webp,image/apng,image/*,*/*;q=0.8");

        assertHit(edge.get("/negotiated/i", "Accept", "image/webp,image/avif,image/png;q=0.9,*/*;q=0.5"));
        assertThat(RunningEdge.cacheStatus(edge.get("/negotiated/i", "Accept", "image/webp,*/*")))
                .contains("fwd=vary-miss");
    }

    @Test
    void what_clients_of_http_and_of_https_get_behind_a_trusted_proxy_is_not_shared() throws Exception {
        origin.stubFor(any(urlEqualTo("/secure"))
                .withHeader("X-Forwarded-Proto", equalTo("http"))
                .willReturn(fresh().withStatus(301).withHeader("Location", "https://shop.example/secure")));
        origin.stubFor(any(urlEqualTo("/secure"))
                .withHeader("X-Forwarded-Proto", equalTo("https"))
                .willReturn(fresh()));

        HttpResponse<String> plain = edge.get("/secure", "X-Forwarded-Proto", "http");
        HttpResponse<String> secure = edge.get("/secure", "X-Forwarded-Proto", "https");

        assertThat(plain.statusCode()).isEqualTo(301);
        assertThat(secure.statusCode()).isEqualTo(200);
        assertHit(edge.get("/secure", "X-Forwarded-Proto", "https"));
        edge.purge("{\"files\":[\"https://" + edge.uri("/").getAuthority() + "/secure\"]}");
        assertThat(RunningEdge.cacheStatus(edge.get("/secure", "X-Forwarded-Proto", "https")))
                .doesNotContain("hit");
        assertHit(edge.get("/secure", "X-Forwarded-Proto", "http"));
    }

    @Test
    void response_that_varies_by_what_the_origin_is_told_of_its_client_is_not_shared() throws Exception {
        for (String client : List.of("127.0.0.1", "127.0.0.2")) {
            origin.stubFor(any(urlEqualTo("/place"))
                    .withHeader("X-Forwarded-For", equalTo(client))
                    .willReturn(fresh().withHeader("Vary", "X-Forwarded-For").withBody("for " + client)));
        }

        assertThat(edge.get("/place").body()).isEqualTo("for 127.0.0.1");
        assertThat(from("127.0.0.2", "/place")).contains("for 127.0.0.2");
        assertHit(edge.get("/place"));
        assertThat(from("127.0.0.2", "/place")).contains("Skerry; hit").contains("for 127.0.0.2");
    }

    @Test
    void key_that_names_what_the_origin_is_told_of_its_client_tells_clients_apart() throws Exception {
        for (String client : List.of("127.0.0.1", "127.0.0.2")) {
            origin.stubFor(any(urlEqualTo("/places/a"))
                    .withHeader("X-Forwarded-For", equalTo(client))
                    .willReturn(fresh().withBody("for " + client)));
        }

        assertThat(edge.get("/places/a").body()).isEqualTo("for 127.0.0.1");
        assertThat(from("127.0.0.2", "/places/a")).contains("for 127.0.0.2");
        assertHit(edge.get("/places/a"));
        assertThat(from("127.0.0.2", "/places/a")).contains("Skerry; hit").contains("for 127.0.0.2");
    }

    /** The answer to a client at another address of this machine. */
    private String from(String address, String path) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), edge.node().httpPort(), InetAddress.getByName(address), 0)) {
            socket.setSoTimeout(20_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: "
                    + edge.uri("/").getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void clients_conditions_are_not_forwarded_for_what_is_to_be_stored() throws Exception {
        edge.get("/conditions", "If-None-Match", "\"mine\"", "If-Modified-Since", "Mon, 01 Jun 2026 11:00:00 GMT");

        origin.verify(
                1,
                getRequestedFor(urlEqualTo("/conditions"))
                        .withHeader("If-None-Match", absent())
                        .withHeader("If-Modified-Since", absent())
                        .withHeader("X-Forwarded-Proto", equalTo("http")));
    }

    private static ResponseDefinitionBuilder fresh() {
        return aResponse().withHeader("Cache-Control", "max-age=60").withBody("x");
    }

    private static void assertHit(HttpResponse<String> response) {
        assertThat(RunningEdge.cacheStatus(response)).startsWith("Skerry; hit");
    }
}
