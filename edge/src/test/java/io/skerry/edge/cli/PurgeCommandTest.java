package io.skerry.edge.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PurgeCommandTest {
    @RegisterExtension
    private static final WireMockExtension ADMIN =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void selectors_mode_and_token_reach_the_admin_listener() {
        answer(200, "{\"success\":true,\"id\":\"pg_1\",\"seq\":7,\"mode\":\"soft\"}");

        int exit = purge("http://a/x", "--tag", "t1,t2", "--prefix", "a/p", "--host", "b", "--soft", "--reason", "why");

        assertThat(exit).isZero();
        ADMIN.verify(postRequestedFor(urlEqualTo("/purge"))
                .withHeader("Authorization", equalTo("Bearer secret"))
                .withRequestBody(equalToJson("""
                                {"files":["http://a/x"],"tags":["t1","t2"],"prefixes":["a/p"],"hosts":["b"],"mode":"soft","reason":"why"}
                                """)));
    }

    @Test
    void result_is_told_in_words() {
        answer(200, """
                {"success":true,"id":"pg_1","seq":1842,"mode":"hard",
                 "matched":{"objects":37,"bytes":4194304,"exact":false},
                 "nodes":[{"node":"edge-1","status":"applied","ms":1},{"node":"edge-3","status":"queued","reason":"down"}]}
                """);

        purge("--tag", "t");

        assertThat(out.toString().lines())
                .containsExactly(
                        "purged (hard), in force: sequence 1842, pg_1",
                        "  matched about 37 stored responses, 4.2 MB",
                        "  edge-1: applied in 1 ms",
                        "  edge-3: queued (down)");
    }

    @Test
    void dry_run_shows_what_would_go() {
        answer(200, """
                {"success":true,"dry_run":true,"mode":"hard","matched":{"objects":120,"bytes":2048,"derived":7,"exact":true},
                 "sample":[{"url":"https://a/x","variant":"accept-language=de","bytes":1024,"tags":["p","q"],"age":17},
                           {"url":"https://a/y","variant":"","bytes":1024,"tags":[],"age":3}]}
                """);

        assertThat(purge("--tag", "p", "--dry-run", "--site", "shop", "--node-only"))
                .isZero();

        ADMIN.verify(postRequestedFor(urlEqualTo("/purge"))
                .withRequestBody(equalToJson(
                        "{\"tags\":[\"p\"],\"mode\":\"hard\",\"dry_run\":true,\"scope\":\"node\",\"site\":\"shop\"}")));
        assertThat(out.toString().lines())
                .containsExactly(
                        "dry run (hard): would match 120 stored responses, 2.0 kB, 7 of them made from others; nothing was purged",
                        "  https://a/x [accept-language=de]  1.0 kB, 17 s old, tags p q",
                        "  https://a/y  1.0 kB, 3 s old",
                        "  and 118 more");
    }

    @Test
    void late_nodes_are_told_and_count_as_a_problem_for_those_who_wait() {
        answer(202, """
                {"success":true,"id":"pg_1","seq":7,"mode":"hard","complete":false,
                 "nodes":[{"node":"edge-1","status":"applied","ms":1},{"node":"edge-2","status":"queued","reason":"down"}]}
                """);

        assertThat(purge("--tag", "p")).isZero();
        assertThat(out.toString()).contains("not on every node yet: ask GET /purge/pg_1");
        assertThat(purge("--tag", "p", "--wait", "0", "--idempotency-key", "deploy-1"))
                .isEqualTo(1);
        ADMIN.verify(postRequestedFor(urlEqualTo("/purge"))
                .withHeader("Prefer", equalTo("wait=0"))
                .withHeader("Idempotency-Key", equalTo("deploy-1")));
        assertThat(purge("--tag", "p", "--wait", "31")).isEqualTo(2);
    }

    @Test
    void answer_is_printed_as_it_is_for_machines() {
        answer(200, "{\"success\":true,\"id\":\"pg_1\"}");
        assertThat(purge("--tag", "p", "--format", "json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"success\":true,\"id\":\"pg_1\"}");
    }

    @Test
    void everything_is_asked_for_by_its_own_key() {
        answer(200, "{\"success\":true}");

        purge("--everything");

        ADMIN.verify(postRequestedFor(urlEqualTo("/purge"))
                .withRequestBody(equalToJson("{\"purge_everything\":true,\"mode\":\"hard\"}")));
    }

    @Test
    void refusal_names_the_fields_and_exits_1() {
        answer(
                400,
                "{\"title\":\"Bad purge\",\"errors\":[{\"pointer\":\"/files/0\",\"detail\":\"not an absolute URL\"}]}");

        int exit = purge("nonsense");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "skerry: nothing was purged, the edge refused (400): Bad purge",
                        "  /files/0: not an absolute URL");
    }

    @Test
    void wrong_token_is_told_and_exits_1() {
        answer(401, "{\"title\":\"Unauthorized\"}");

        assertThat(purge("--tag", "t")).isEqualTo(1);
        assertThat(err.toString()).startsWith("skerry: the edge does not know this token (401); nothing was purged.");
    }

    @Test
    void answer_that_is_no_json_is_told_by_its_status() {
        answer(502, "<html>bad gateway");

        assertThat(purge("--tag", "t")).isEqualTo(1);
        assertThat(err.toString()).contains("the edge refused (502)");
    }

    @Test
    void nothing_selected_is_wrong_usage() {
        assertThat(purge()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "skerry: purge what? Name URLs, --tag, --prefix, --host or --everything.",
                        "See: skerry purge --help");
    }

    @Test
    void edge_that_does_not_answer_is_one_line() {
        int exit = execute("purge", "--tag", "t", "--admin", "http://127.0.0.1:1", "--token", "x");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("skerry: no edge answers at http://127.0.0.1:1")
                .hasLineCount(1);
    }

    private static void answer(int status, String body) {
        ADMIN.stubFor(post("/purge").willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private int purge(String... arguments) {
        List<String> all = new ArrayList<>(List.of("purge", "--admin", ADMIN.baseUrl(), "--token", "secret"));
        all.addAll(Arrays.asList(arguments));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
