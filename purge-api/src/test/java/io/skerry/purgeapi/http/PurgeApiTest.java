package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeReceipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole call over a real socket, down to a purge log in memory. */
@Timeout(60)
class PurgeApiTest {

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
    void purge_is_in_force_when_it_is_answered() throws Exception {
        long before = api.log().publishedSeq();
        HttpResponse<String> response = post("{\"files\": [\"https://shop.example/p\"], \"mode\": \"soft\"}");
        JsonNode body = ApiUnderTest.json(response);
        assertThat(api.log().publishedSeq()).isGreaterThan(before);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(body.propertyNames())
                .containsExactly("success", "id", "seq", "mode", "complete", "matched", "nodes", "errors", "messages");
        assertThat(body.path("success").asBoolean()).isTrue();
        assertThat(body.path("id").asString()).startsWith("pg_");
        assertThat(body.path("seq").asLong()).isEqualTo(1);
        assertThat(body.path("mode").asString()).isEqualTo("soft");
        assertThat(body.at("/nodes/0/node").asString()).isEqualTo("edge-1");
        assertThat(body.at("/nodes/0/status").asString()).isEqualTo("applied");
        assertThat(api.purged()).containsExactly(List.of(url("https", "shop.example")));
    }

    @Test
    void hosts_and_prefixes_mean_the_hosts_under_which_responses_are_stored() throws Exception {
        post("{\"hosts\": [\"www.shop.example\"], \"prefixes\": [\"www.shop.example/a\"]}");
        assertThat(api.purged().getFirst())
                .containsExactlyInAnyOrder(
                        new PurgeSelector.Host("shop.example", Optional.empty()),
                        new PurgeSelector.Host("www.shop.example", Optional.empty()),
                        new PurgeSelector.Prefix("shop.example", "/a", Optional.empty()),
                        new PurgeSelector.Prefix("www.shop.example", "/a", Optional.empty()));
    }

    @Test
    void token_of_one_site_purges_in_that_site_alone() throws Exception {
        assertThat(send("blog-secret", "{\"tags\": [\"t\"]}").statusCode()).isEqualTo(200);
        assertThat(api.purged()).containsExactly(List.of(new PurgeSelector.Tag("t", Optional.of("blog"))));
        HttpResponse<String> foreign = send("blog-secret", "{\"files\": [\"https://shop.example/p\"]}");
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(ApiUnderTest.json(foreign).at("/errors/0/pointer").asString())
                .isEqualTo("/files/0");
        assertThat(send("blog-secret", "{\"tags\": [\"t\"], \"site\": \"shop\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("blog-secret", "{\"hosts\": [\"shop.example\"]}").statusCode())
                .isEqualTo(403);
        assertThat(api.purged()).hasSize(1);
    }

    @Test
    void fastly_fields_purge_tags() throws Exception {
        HttpResponse<String> response = api.client()
                .send(
                        api.request("root-secret")
                                .header("Surrogate-Key", "a  b")
                                .header("Fastly-Soft-Purge", "1")
                                .POST(BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(ApiUnderTest.json(response).path("status").asString()).isEqualTo("ok");
        assertThat(ApiUnderTest.json(response).path("mode").asString()).isEqualTo("soft");
        assertThat(api.purged())
                .containsExactly(List.of(
                        new PurgeSelector.Tag("a", Optional.empty()), new PurgeSelector.Tag("b", Optional.empty())));
    }

    static Stream<Arguments> refusals() {
        String good = "{\"tags\": [\"a\"]}";
        return Stream.of(
                arguments("root-secret", "application/json", "{\"tags\": [\"a\", \"b c\"]}", 400, "/tags/1"),
                arguments(
                        "root-secret",
                        "application/json",
                        "{\"files\": [\"https://nowhere.example/\"]}",
                        400,
                        "/files/0"),
                arguments(
                        "root-secret", "application/json", "{\"tags\": [\"a\"], \"site\": \"nowhere\"}", 400, "/site"),
                arguments(
                        "root-secret",
                        "application/json",
                        "{\"type\": \"group\", \"selectors\": [\"https://shop.example:443\"]}",
                        501,
                        "/type"),
                arguments("root-secret", "text/plain", good, 415, ""),
                arguments("root-secret", "application/jsonx", good, 415, ""),
                arguments("wrong", "application/json", good, 401, ""),
                arguments("wrong", "application/json", "{", 401, ""),
                arguments("blog-secret", "application/json", "{\"purge_everything\": true}", 403, "/purge_everything"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refused_call_purges_nothing_and_says_why(String token, String type, String body, int status, String pointer)
            throws Exception {
        HttpResponse<String> response = api.client()
                .send(
                        api.request(token)
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiUnderTest.json(response).path("status").asInt()).isEqualTo(status);
        assertThat(ApiUnderTest.json(response).at("/errors/0/pointer").asString(""))
                .isEqualTo(pointer);
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(status == 401);
        assertThat(api.log().publishedSeq()).isZero();
        assertThat(api.purged()).isEmpty();
        assertThat(api.statuses()).containsExactly(status);
    }

    @ParameterizedTest
    @MethodSource("journalRefusals")
    void purge_that_the_journal_refuses_is_never_a_success(PurgeReceipt.RefusedReason reason, int status)
            throws Exception {
        api.refuseWith(reason);
        HttpResponse<String> response = post("{\"tags\": [\"a\"]}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(ApiUnderTest.json(response).path("success").asBoolean(true)).isFalse();
        assertThat(api.purged()).isEmpty();
    }

    static Stream<Arguments> journalRefusals() {
        return Stream.of(
                arguments(PurgeReceipt.RefusedReason.JOURNAL_UNWRITABLE, 503),
                arguments(PurgeReceipt.RefusedReason.OVERLOADED, 503),
                arguments(PurgeReceipt.RefusedReason.CLOSING, 503),
                arguments(PurgeReceipt.RefusedReason.TOO_LARGE, 413));
    }

    @Test
    void other_methods_are_told_which_ones_are_answered() throws Exception {
        HttpResponse<String> response =
                api.client().send(api.request("root-secret").DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void content_of_undeclared_length_is_cut_at_the_limit() throws Exception {
        byte[] large = new byte[1_000_001];
        HttpResponse<String> response = api.client()
                .send(
                        api.request("root-secret")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(api.purged()).isEmpty();
    }

    @Test
    void content_declared_too_large_is_refused_before_it_is_sent_and_the_connection_closes() throws IOException {
        assertThat(raw("Content-Length: 1000001")).startsWith("HTTP/1.1 413 ");
        assertThat(raw("Content-Length: 99999999999999999999")).startsWith("HTTP/1.1 4");
    }

    @Test
    void caller_that_leaves_in_the_middle_of_its_content_purges_nothing() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream().write(head("Content-Length: 100", "{\"tags\": [\"a\"]}"));
        }
        Awaitility.await().until(() -> !api.audit().isEmpty());
        assertThat(api.purged()).isEmpty();
        assertThat(api.statuses()).containsExactly(400);
    }

    @Test
    void every_call_leaves_one_line_in_the_audit_log() throws Exception {
        post("{\"tags\": [\"a\"], \"reason\": \"line\\nbreak\"}");
        send("wrong", "{\"tags\": [\"a\"]}");
        send("blog-secret", "{\"hosts\": [\"shop.example\"]}");
        List<JsonNode> lines = api.audit().stream()
                .map(event -> JsonMapper.shared().readTree(event.getFormattedMessage()))
                .toList();
        assertThat(lines).extracting(line -> line.path("status").asInt()).containsExactly(200, 401, 403);
        assertThat(lines).extracting(line -> line.path("token").asString("")).containsExactly("root", "", "blog");
        assertThat(lines.getFirst().path("reason").asString()).isEqualTo("line\nbreak");
        assertThat(lines.getFirst().path("id").asString()).startsWith("pg_");
        assertThat(lines.getFirst().at("/first/0").asString()).isEqualTo("tag a");
        assertThat(lines.get(1).path("refused").asString()).isEqualTo("wrong-token");
        assertThat(api.audit()).noneMatch(event -> event.getFormattedMessage().contains("\n"));
        assertThat(api.audit()).noneMatch(event -> event.getFormattedMessage().contains("secret"));
    }

    private String raw(String field) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head(field, ""));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] head(String field, String content) {
        return ("POST /purge HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer root-secret\r\n"
                        + "Content-Type: application/json\r\n" + field + "\r\n\r\n" + content)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return api.send("root-secret", body);
    }

    private HttpResponse<String> send(String token, String body) throws IOException, InterruptedException {
        return api.send(token, body);
    }

    private static PurgeSelector.Url url(String scheme, String host) {
        return new PurgeSelector.Url(new TargetUri(scheme, host, "/p", ""), QueryMatch.EXACT, Optional.empty());
    }
}
