package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Variants that a function makes of one response of the origin, under the entity tag of that response. */
@Timeout(60)
class FunctionVariantScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.of("""
            origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - { match: { path: /read }, origin: site, functions: [ { use: test-read-field } ] }
                  - { origin: site, functions: [ { use: test-group-field } ] }
            """);

    @Test
    void variant_of_one_group_is_not_served_to_another_that_the_origin_knows_it_by() throws Exception {
        site.origin()
                .stubFor(get("/page")
                        .willReturn(aResponse()
                                .withHeader("Cache-Control", "max-age=60")
                                .withHeader("ETag", "\"1\"")
                                .withBody("page")));
        site.origin()
                .stubFor(get("/page")
                        .withHeader("If-None-Match", equalTo("\"1\""))
                        .willReturn(aResponse().withStatus(304).withHeader("ETag", "\"1\"")));

        assertThat(group("a")).isEqualTo("a");
        assertThat(group("b")).isEqualTo("b");
        assertThat(group("c")).isEqualTo("c");
        assertThat(group("a")).isEqualTo("a");
    }

    @Test
    void caches_in_front_are_told_what_the_function_read() throws Exception {
        for (String kind : List.of("fwd", "hit", "hit")) {
            HttpResponse<String> answer = site.edge().get("/read", "X-Group", "a");
            assertThat(RunningEdge.cacheStatus(answer)).contains(kind);
            assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Language, x-group, cookie");
        }
        assertThat(site.edge()
                        .get("/read", "X-Group", "a", "If-None-Match", "\"1\"")
                        .headers()
                        .firstValue("Vary"))
                .hasValue("Accept-Language, x-group, cookie");
    }

    @Test
    void confirmation_by_the_origin_does_not_undo_what_the_function_made_of_the_fields() throws Exception {
        site.origin()
                .stubFor(get("/page")
                        .willReturn(aResponse()
                                .withHeader("Cache-Control", "max-age=0")
                                .withHeader("ETag", "\"1\"")
                                .withHeader("X-Group", "the origin's")
                                .withBody("page")));
        site.origin()
                .stubFor(get("/page")
                        .withHeader("If-None-Match", equalTo("\"1\""))
                        .willReturn(aResponse()
                                .withStatus(304)
                                .withHeader("Cache-Control", "max-age=60")
                                .withHeader("ETag", "\"1\"")
                                .withHeader("X-Group", "the origin's")));

        assertThat(group("a")).isEqualTo("a");
        assertThat(group("a")).isEqualTo("a");
        assertThat(RunningEdge.cacheStatus(site.edge().get("/page", "X-Group", "a")))
                .startsWith("Skerry; hit");
        assertThat(group("a")).isEqualTo("a");
    }

    @Test
    void function_may_be_used_twice_on_a_route() throws Exception {
        try (RunningEdge edge = site.beside("""
                sites:
                  - hosts: ["*"]
                    routes:
                      - functions:
                          - { use: geo-price, with: { table: { url: "http://127.0.0.1:1/" } } }
                          - { use: geo-price, with: { table: { url: "http://127.0.0.1:1/" }, default: EUR } }
                """)) {
            assertThat(edge.get("/").statusCode()).isEqualTo(404);
        }
    }

    private String group(String group) throws Exception {
        return site.edge()
                .get("/page", "X-Group", group)
                .headers()
                .firstValue("X-Group")
                .orElse("");
    }
}
