package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.token.TokenHash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Purges over real sockets, with two sites on one origin and a file of tokens. */
@Timeout(120)
class PurgeScenarioTest {

    @TempDir
    private Path folder;

    private final VersionedOrigin origin = new VersionedOrigin();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        origin.start();
        Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - { name: root, sha256: %s, scopes: [purge:url, purge:tag, purge:prefix, purge:host, purge:all, read] }
                  - { name: shop, sha256: %s, scopes: [purge:url, purge:tag, purge:prefix, purge:host, purge:all], sites: [shop] }
                """.formatted(
                        TokenHash.of("root").hex(), TokenHash.of("shop").hex()));
        edge = RunningEdge.startFile(folder, file(""));
    }

    private String file(String more) {
        return """
                version: 1
                server:
                  http: { address: 127.0.0.1, port: 0 }
                  admin: { address: "127.0.0.1:0", tokens: { file: ./tokens.yaml } }
                  timeouts: { drain: 2s }
                %s
                storage: { memory: 16MB, disk: { path: ./cache, size: 64MB } }
                cachePolicies: { pages: { tags: ["page:{name}"] } }
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites:
                  - name: shop
                    hosts: [shop.test]
                    purge: public
                    routes:
                      - { match: { path: "/page/{name}" }, origin: site, cache: pages }
                      - { origin: site, cache: standard }
                  - { name: blog, hosts: [blog.test], routes: [ { origin: site, cache: standard } ] }
                """.formatted(more, origin.port());
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
        http.close();
        origin.close();
    }

    @Test
    void file_goes_with_all_its_variants_and_nothing_else_does() throws Exception {
        fill("shop.test", "/vary/p", "Accept-Language: de");
        fill("shop.test", "/vary/p", "Accept-Language: en");
        fill("shop.test", "/vary/other");
        fill("blog.test", "/vary/p");
        JsonNode body = purge("root", "{\"files\": [\"http://shop.test/vary/p\"]}");
        assertFound(body, 2);
        assertGone("shop.test", "/vary/p", "Accept-Language: de");
        assertGone("shop.test", "/vary/p", "Accept-Language: en");
        assertKept("shop.test", "/vary/other");
        assertKept("blog.test", "/vary/p");
    }

    @Test
    void file_with_headers_goes_in_that_variant_alone() throws Exception {
        fill("shop.test", "/vary/p", "Accept-Language: de, en;q=0.5");
        fill("shop.test", "/vary/p", "Accept-Language: en");
        JsonNode body = purge(
                "root",
                "{\"files\": [{\"url\": \"http://shop.test/vary/p\", \"headers\": {\"accept-language\": \"de,en; q=0.5\"}}]}");
        assertFound(body, 1);
        assertGone("shop.test", "/vary/p", "Accept-Language: de, en;q=0.5");
        assertKept("shop.test", "/vary/p", "Accept-Language: en");
    }

    @Test
    void query_counts_unless_it_is_ignored() throws Exception {
        fill("shop.test", "/q?a=1");
        fill("shop.test", "/q?a=2");
        purge("root", "{\"urls\": [\"http://shop.test/q?a=1\"]}");
        assertGone("shop.test", "/q?a=1");
        assertKept("shop.test", "/q?a=2");
        purge("root", "{\"urls\": [{\"url\": \"http://shop.test/q\", \"ignore_query\": true}]}");
        assertGone("shop.test", "/q?a=2");
    }

    @Test
    void prefix_ends_where_a_segment_does() throws Exception {
        fill("shop.test", "/assets/v3");
        fill("shop.test", "/assets/v3/app.js");
        fill("shop.test", "/assets/v30/app.js");
        JsonNode body = purge("root", "{\"prefixes\": [\"shop.test/assets/v3\"]}");
        assertFound(body, 2);
        assertGone("shop.test", "/assets/v3");
        assertGone("shop.test", "/assets/v3/app.js");
        assertKept("shop.test", "/assets/v30/app.js");
    }

    @Test
    void token_of_one_site_never_touches_another_whatever_it_names() throws Exception {
        fill("shop.test", "/tagged/a");
        fill("blog.test", "/tagged/a");
        for (String body : new String[] {
            "{\"tags\": [\"tag-a\"]}", "{\"purge_everything\": true}", "{\"tags\": [\"tag-a\"], \"site\": \"shop\"}"
        }) {
            assertThat(post("shop", body).statusCode()).isEqualTo(200);
            assertKept("blog.test", "/tagged/a");
        }
        for (String body : new String[] {
            "{\"files\": [\"http://blog.test/tagged/a\"]}", "{\"tags\": [\"tag-a\"], \"site\": \"blog\"}",
        }) {
            assertThat(post("shop", body).statusCode()).isIn(400, 403);
            assertKept("blog.test", "/tagged/a");
        }
        // A host and a prefix of another site mean nothing within one's own.
        post("shop", "{\"hosts\": [\"blog.test\"]}");
        post("shop", "{\"prefixes\": [\"blog.test/\"]}");
        assertKept("blog.test", "/tagged/a");
        assertGone("shop.test", "/tagged/a");
    }

    @Test
    void site_restricts_everything_and_hosts() throws Exception {
        fill("shop.test", "/a");
        fill("blog.test", "/a");
        purge("root", "{\"purge_everything\": true, \"site\": \"blog\"}");
        assertKept("shop.test", "/a");
        assertGone("blog.test", "/a");
        purge("root", "{\"hosts\": [\"shop.test\"], \"site\": \"blog\"}");
        assertKept("shop.test", "/a");
        purge("root", "{\"hosts\": [\"shop.test\"]}");
        assertGone("shop.test", "/a");
    }

    @Test
    void tags_of_all_five_fields_and_of_the_policy_are_purged_and_clients_see_none_of_them() throws Exception {
        String[] fields = {"cache-tag", "surrogate-key", "edge-cache-tag", "xkey", "cache-groups"};
        for (String field : fields) {
            String answer = fill("shop.test", "/field/" + field);
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain(field + ":");
            JsonNode body = purge("root", "{\"tags\": [\"two-" + field + "\"]}");
            assertFound(body, 1);
            assertGone("shop.test", "/field/" + field);
        }
        fill("shop.test", "/page/home");
        purge("root", "{\"tags\": [\"page:home\"]}");
        assertGone("shop.test", "/page/home");
    }

    @Test
    void response_that_would_lose_a_tag_is_not_stored() throws Exception {
        for (String path : new String[] {"/manytags/65", "/longtag/257"}) {
            String first = ask("shop.test", path);
            assertThat(first).contains("detail=too-many-tags");
            assertThat(ask("shop.test", path)).contains("fwd=uri-miss");
        }
        fill("shop.test", "/manytags/64");
        fill("shop.test", "/longtag/256");
        assertThat(edge.metrics()).contains("reason=\"too-many-tags\"");
    }

    @Test
    void soft_purge_serves_what_there_is_only_after_asking_the_origin() throws Exception {
        fill("shop.test", "/tagged/soft");
        JsonNode body = purge("root", "{\"tags\": [\"tag-soft\"], \"mode\": \"soft\"}");
        assertThat(body.path("mode").asString()).isEqualTo("soft");
        assertGone("shop.test", "/tagged/soft");
    }

    @Test
    void dry_run_counts_and_shows_and_leaves_all_as_it_is() throws Exception {
        fill("shop.test", "/tagged/dry");
        fill("blog.test", "/tagged/dry");
        JsonNode body = purge("root", "{\"tags\": [\"tag-dry\"], \"dry_run\": true}");
        assertThat(body.at("/matched/objects").asLong()).isEqualTo(2);
        assertThat(body.at("/matched/exact").asBoolean()).isTrue();
        assertThat(body.path("sample").findValuesAsString("url"))
                .containsExactlyInAnyOrder("http://shop.test/tagged/dry", "http://blog.test/tagged/dry");
        assertThat(body.at("/sample/0/tags/0").asString()).isEqualTo("tag-dry");
        assertKept("shop.test", "/tagged/dry");
        assertThat(purge("root", "{\"tags\": [\"tag-dry\"], \"dry_run\": true, \"site\": \"blog\"}")
                        .at("/matched/objects")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void what_was_purged_before_is_not_found_again() throws Exception {
        fill("shop.test", "/tagged/twice");
        String body = "{\"tags\": [\"tag-twice\"]}";
        assertFound(purge("root", body), 1);
        JsonNode again = purge("root", "{\"tags\": [\"tag-twice\"], \"dry_run\": true}");
        assertThat(again.at("/matched/objects").asLong()).isZero();
    }

    @Test
    void purge_method_works_where_the_site_says_so_and_with_a_token() throws Exception {
        fill("shop.test", "/m");
        fill("blog.test", "/m");
        assertThat(raw(edge.node().httpPort(), "PURGE /m", "Host: shop.test")).startsWith("HTTP/1.1 401");
        assertKept("shop.test", "/m");
        assertThat(raw(edge.node().httpPort(), "PURGE /m", "Host: blog.test", "Authorization: Bearer root"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET");
        assertKept("blog.test", "/m");
        assertThat(raw(edge.node().httpPort(), "PURGE /m", "Host: shop.test", "Authorization: Bearer shop"))
                .startsWith("HTTP/1.1 200")
                .contains("\"status\":\"ok\"");
        assertGone("shop.test", "/m");
        assertThat(raw(
                        edge.node().adminPort(),
                        "PURGE http://blog.test/m",
                        "Host: blog.test",
                        "Authorization: Bearer root"))
                .startsWith("HTTP/1.1 200");
        assertGone("blog.test", "/m");
        assertThat(origin.methods()).doesNotContain("PURGE");
    }

    @Test
    void token_is_changed_without_a_restart_while_both_are_in_force() throws Exception {
        Path tokens = folder.resolve("tokens.yaml");
        String before = Files.readString(tokens);
        String body = "{\"tags\": [\"a\"]}";
        assertThat(post("root-2", body).statusCode()).isEqualTo(401);
        Files.writeString(
                tokens,
                before
                        + "  - { name: root, sha256: %s, scopes: [purge:tag] }\n"
                                .formatted(TokenHash.of("root-2").hex()));
        Awaitility.await().until(() -> post("root-2", body).statusCode() == 200);
        assertThat(post("root", body).statusCode()).isEqualTo(200);
        Files.writeString(tokens, "tokens: nonsense");
        Files.writeString(
                tokens,
                "tokens:\n  - { name: root, sha256: %s, scopes: [purge:tag] }\n"
                        .formatted(TokenHash.of("root-2").hex()));
        Awaitility.await().until(() -> post("root", body).statusCode() == 401);
        assertThat(post("root-2", body).statusCode()).isEqualTo(200);
    }

    @Test
    void wrong_file_of_tokens_changes_nothing() throws Exception {
        Files.writeString(folder.resolve("tokens.yaml"), "tokens: nonsense");
        Awaitility.await().pollDelay(java.time.Duration.ofSeconds(3)).until(() -> true);
        assertThat(post("root", "{\"tags\": [\"a\"]}").statusCode()).isEqualTo(200);
    }

    @Test
    void unsafe_request_may_invalidate_a_group() throws Exception {
        fill("shop.test", "/field/cache-groups");
        fill("shop.test", "/tagged/other");
        fill("blog.test", "/field/cache-groups");
        String answer =
                raw(edge.node().httpPort(), "POST /regroup/one-cache-groups", "Host: shop.test", "Content-Length: 0");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertGone("shop.test", "/field/cache-groups");
        assertKept("shop.test", "/tagged/other");
        assertKept("blog.test", "/field/cache-groups");
    }

    @Test
    void hosts_that_share_are_purged_by_the_name_of_each() throws Exception {
        edge.close();
        edge = RunningEdge.startFile(
                folder, file("").replace("[shop.test]", "[shop.test, www.shop.test]\n    key: { host: shared }"));
        for (String selector : new String[] {
            "\"hosts\": [\"shop.test\"]",
            "\"hosts\": [\"www.shop.test\"]",
            "\"prefixes\": [\"shop.test/tagged\"]",
            "\"prefixes\": [\"www.shop.test/tagged\"]"
        }) {
            fill("www.shop.test", "/tagged/one");
            assertFound(purge("root", "{" + selector + "}"), 1);
            assertGone("shop.test", "/tagged/one");
        }
    }

    @Test
    void journal_is_a_feed_that_survives_a_restart() throws Exception {
        purge("root", "{\"tags\": [\"one\"]}");
        purge("root", "{\"files\": [\"http://shop.test/x\"], \"mode\": \"soft\"}");
        edge.close();
        edge = RunningEdge.startFile(folder, file(""));
        JsonNode page =
                JsonMapper.shared().readTree(get("root", "/purge?since=0").body());
        assertThat(page.at("/purges/0/selectors/0/value").asString()).isEqualTo("one");
        assertThat(page.at("/purges/1/selectors/0/value").asString()).isEqualTo("http://shop.test/x");
        assertThat(page.at("/purges/1/mode").asString()).isEqualTo("soft");
        long last = page.path("last").asLong();
        purge("root", "{\"tags\": [\"three\"]}");
        JsonNode next =
                JsonMapper.shared().readTree(get("root", "/purge?since=" + last).body());
        assertThat(next.path("purges").size()).isEqualTo(1);
        assertThat(next.at("/purges/0/selectors/0/value").asString()).isEqualTo("three");
    }

    @Test
    void caches_in_front_get_the_tags_and_case_may_be_told_not_to_count() throws Exception {
        edge.close();
        edge = RunningEdge.startFile(folder, file("tags: { caseInsensitive: true, keepFor: [127.0.0.1/32] }"));
        assertThat(fill("shop.test", "/tagged/Mixed")).containsIgnoringCase("cache-tag: tag-Mixed");
        JsonNode body = purge("root", "{\"tags\": [\"TAG-mixed\"]}");
        assertFound(body, 1);
        assertGone("shop.test", "/tagged/Mixed");
    }

    /** A count that says that it is exact is; a machine that is too busy to count in time says that it is not. */
    private static void assertFound(JsonNode body, long objects) {
        if (body.at("/matched/exact").asBoolean(false)) {
            assertThat(body.at("/matched/objects").asLong()).isEqualTo(objects);
        }
    }

    private String fill(String host, String path, String... fields) throws Exception {
        ask(host, path, fields);
        String again = ask(host, path, fields);
        assertThat(again).as("%s%s is stored", host, path).contains("Skerry; hit");
        return again;
    }

    private void assertGone(String host, String path, String... fields) throws Exception {
        origin.change();
        assertThat(ask(host, path, fields)).as("%s%s is gone", host, path).contains(origin.body());
    }

    private void assertKept(String host, String path, String... fields) throws Exception {
        assertThat(ask(host, path, fields)).as("%s%s is kept", host, path).contains("Skerry; hit");
    }

    private String ask(String host, String path, String... fields) throws Exception {
        String[] all = new String[fields.length + 1];
        all[0] = "Host: " + host;
        System.arraycopy(fields, 0, all, 1, fields.length);
        return raw(edge.node().httpPort(), "GET " + path, all);
    }

    private static String raw(int port, String line, String... fields) throws Exception {
        return RawExchange.send(
                port, line + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\nConnection: close\r\n\r\n");
    }

    private JsonNode purge(String token, String body) throws Exception {
        HttpResponse<String> response = post(token, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> post(String token, String body) throws Exception {
        return http.send(
                request(token, "/purge")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String token, String path) throws Exception {
        return http.send(request(token, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + edge.node().adminPort() + path))
                .header("Authorization", "Bearer " + token);
    }
}
