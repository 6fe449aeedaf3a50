package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.message.TargetUri;
import io.skerry.purgeapi.inventory.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What clients of others send, as their public documentation shows it, and what can be read of purges. */
@Timeout(60)
class DialectsTest {

    private static final PurgeSelector TAG_OF_SHOP = new PurgeSelector.Tag("product-42", Optional.of("shop"));

    private final ApiUnderTest api = new ApiUnderTest();

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void cloudflare_client_purges_its_zone() throws Exception {
        HttpResponse<String> response = api.send(api.request("root-secret", "/client/v4/zones/shop/purge_cache")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"tags\":[\"product-42\"]}")));
        JsonNode body = ApiUnderTest.json(response);
        assertThat(body.path("success").asBoolean()).isTrue();
        assertThat(body.path("errors").isEmpty()).isTrue();
        assertThat(body.at("/result/id").asString()).isEqualTo(body.path("id").asString());
        assertThat(api.purged()).containsExactly(List.of(TAG_OF_SHOP));
    }

    @Test
    void fastly_client_purges_one_key_softly_with_its_own_field_for_the_token() throws Exception {
        HttpResponse<String> response = api.send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + api.port() + "/service/shop/purge/product-42"))
                .header("Fastly-Key", "root-secret")
                .header("Fastly-Soft-Purge", "1")
                .header("Accept", "application/json")
                .POST(BodyPublishers.noBody()));
        JsonNode body = ApiUnderTest.json(response);
        assertThat(body.path("status").asString()).isEqualTo("ok");
        assertThat(body.path("id").asString()).startsWith("pg_");
        assertThat(body.path("mode").asString()).isEqualTo("soft");
        assertThat(api.purged()).containsExactly(List.of(TAG_OF_SHOP));
    }

    @Test
    void file_with_headers_as_cloudflare_documents_it_is_understood_with_its_old_field_for_the_token()
            throws Exception {
        HttpResponse<String> response = api.send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + api.port() + "/client/v4/zones/shop/purge_cache"))
                .header("X-Auth-Email", "user@example.com")
                .header("X-Auth-Key", "root-secret")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"files": ["http://shop.example/css/styles.css",
                                   {"url": "http://shop.example/cat_picture.jpg",
                                    "headers": {"Origin": "https://www.cloudflare.com", "CF-IPCountry": "US",
                                                "CF-Device-Type": "desktop", "Accept-Language": "zh-CN"}}]}
                        """)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(api.purged().getFirst().getFirst()).isInstanceOf(PurgeSelector.Url.class);
        assertThat(api.purged().getFirst().getLast())
                .isInstanceOfSatisfying(
                        PurgeSelector.UrlVariant.class,
                        variant -> assertThat(variant.fields().values())
                                .containsExactly("zh-cn", "desktop", "US", "https://www.cloudflare.com"));
    }

    @Test
    void fastly_client_purges_several_keys_and_all_of_a_service() throws Exception {
        api.send(api.request("root-secret", "/service/shop/purge")
                .header("Surrogate-Key", "product-42 product-43")
                .POST(BodyPublishers.noBody()));
        api.send(api.request("root-secret", "/service/shop/purge_all").POST(BodyPublishers.noBody()));
        assertThat(api.purged())
                .containsExactly(
                        List.of(TAG_OF_SHOP, new PurgeSelector.Tag("product-43", Optional.of("shop"))),
                        List.of(new PurgeSelector.Everything(Optional.of("shop"))));
    }

    @Test
    void site_in_the_path_cannot_be_left_by_the_body() throws Exception {
        HttpResponse<String> response = api.send(api.request("root-secret", "/client/v4/zones/shop/purge_cache")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"tags\":[\"a\"], \"site\": \"blog\"}")));
        assertThat(response.statusCode()).isEqualTo(400);
        HttpResponse<String> foreign = api.send(api.request("blog-secret", "/client/v4/zones/shop/purge_cache")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"tags\":[\"a\"]}")));
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(api.purged()).isEmpty();
    }

    @Test
    void purge_method_means_its_target_in_either_form() throws Exception {
        assertThat(raw("PURGE https://shop.example/p?q=1 HTTP/1.1\r\nHost: shop.example"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(api.purged()).containsExactly(List.of(url("https")));
        assertThat(raw("PURGE /p?q=1 HTTP/1.1\r\nHost: shop.example\r\nFastly-Soft-Purge: 1"))
                .contains("\"mode\":\"soft\"");
        assertThat(api.purged().getLast()).containsExactly(url("http"), url("https"));
        assertThat(raw("PURGE /p HTTP/1.1\r\nHost: nowhere.example")).startsWith("HTTP/1.1 400 ");
        assertThat(api.purged()).hasSize(2);
    }

    @Test
    void purge_method_needs_a_token() throws Exception {
        assertThat(send("PURGE /p HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(api.purged()).isEmpty();
    }

    @Test
    void dry_run_shows_what_it_would_purge_and_purges_nothing() throws Exception {
        HttpResponse<String> response = api.send("root-secret", "{\"tags\": [\"a\"], \"dry_run\": true}");
        JsonNode body = ApiUnderTest.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.at("/matched/objects").asLong()).isEqualTo(37);
        assertThat(body.at("/sample/0/url").asString()).isEqualTo("https://shop.example/p");
        assertThat(body.at("/sample/0/variant").asString()).isEqualTo("accept-language=de");
        assertThat(body.at("/sample/0/age").asLong()).isEqualTo(17);
        assertThat(body.has("id")).isFalse();
        assertThat(api.purged()).isEmpty();
        assertThat(api.log().publishedSeq()).isZero();
    }

    @Test
    void purge_that_was_not_counted_says_so_and_states_no_number() throws Exception {
        api.finds(new Tally.Busy());
        JsonNode body = ApiUnderTest.json(api.send("root-secret", "{\"tags\": [\"a\"]}"));
        assertThat(body.path("success").asBoolean()).isTrue();
        assertThat(body.has("matched")).isFalse();
        assertThat(body.at("/messages/0").asString()).contains("was not counted");
        assertThat(api.send("root-secret", "{\"tags\": [\"a\"], \"dry_run\": true}")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void feed_is_read_page_by_page() throws Exception {
        for (int i = 0; i < 5; i++) {
            api.send("root-secret", "{\"tags\": [\"t" + i + "\"]}");
        }
        JsonNode first = ApiUnderTest.json(api.get("root-secret", "/purge?since=0&limit=3"));
        assertThat(first.path("purges").size()).isEqualTo(3);
        assertThat(first.path("newest").asLong()).isEqualTo(5);
        JsonNode second = ApiUnderTest.json(api.get(
                "root-secret", "/purge?limit=3&since=" + first.path("last").asLong()));
        assertThat(second.path("purges").size()).isEqualTo(2);
        assertThat(second.at("/purges/0/selectors/0/value").asString()).isEqualTo("t3");
        assertThat(second.at("/purges/0/selectors/0/kind").asString()).isEqualTo("tag");
    }

    @Test
    void feed_refuses_a_query_that_is_not_one() throws Exception {
        for (String query : List.of("?since=%zz", "?since=1&x=%", "?since=%ff", "?%zz=&since=1")) {
            assertThat(raw("GET /purge" + query + " HTTP/1.1\r\nHost: a"))
                    .as(query)
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void feed_shows_a_token_of_some_sites_nothing_of_others() throws Exception {
        api.send("root-secret", "{\"tags\": [\"secret-project\"]}");
        api.send("root-secret", "{\"tags\": [\"secret-project\"], \"site\": \"shop\"}");
        api.send("blog-secret", "{\"tags\": [\"own\"]}");
        HttpResponse<String> page = api.get("blog-secret", "/purge?since=0");
        assertThat(page.body()).doesNotContain("secret-project");
        assertThat(ApiUnderTest.json(page).path("purges").size()).isEqualTo(1);
        assertThat(api.get("weak-secret", "/purge?since=0").statusCode()).isEqualTo(403);
    }

    @Test
    void gateway_tells_a_latency_only_when_it_has_measured_one() throws Exception {
        assertThat(ApiUnderTest.json(api.get("root-secret", "/gateway"))
                        .path("invalidation")
                        .has("p95-latency"))
                .isFalse();
        api.send("root-secret", "{\"tags\": [\"a\"]}");
        JsonNode gateway = ApiUnderTest.json(api.get("root-secret", "/gateway"));
        assertThat(gateway.at("/invalidation/p95-latency").isIntegralNumber()).isTrue();
        assertThat(gateway.at("/invalidation/selectors/0").asString()).isEqualTo("uri");
        assertThat(gateway.at("/targeted-cc/0").asString()).isEqualTo("CDN-Cache-Control");
    }

    private static PurgeSelector url(String scheme) {
        return new PurgeSelector.Url(
                new TargetUri(scheme, "shop.example", "/p", "q=1"), QueryMatch.EXACT, Optional.empty());
    }

    private String raw(String head) throws IOException {
        return send(head + "\r\nAuthorization: Bearer root-secret\r\nConnection: close\r\n\r\n");
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
