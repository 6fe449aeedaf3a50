package io.skerry.edge.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stats} against a recording edge. */
class StatsCommandTest {
    @RegisterExtension
    private static final WireMockExtension EDGE =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int skerry(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void stats_are_asked_of_the_admin_listener_and_printed() {
        EDGE.stubFor(get(urlPathEqualTo("/stats")).willReturn(aResponse().withBody("entries  3\n")));

        assertThat(skerry("stats", "--admin", EDGE.baseUrl(), "--token", "secret"))
                .isZero();
        assertThat(out.toString()).isEqualTo("entries  3\n");
        EDGE.verify(getRequestedFor(urlPathEqualTo("/stats"))
                .withHeader("Authorization", equalTo("Bearer secret"))
                .withQueryParam("format", equalTo("text")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9090", "127.0.0.1:9090", "ftp://edge:9090", "http://", "http://edge:9090/stats"})
    void address_that_is_none_of_a_listener_is_wrong_usage(String address) {
        assertThat(skerry("stats", "--admin", address, "--token", "secret")).isEqualTo(2);
        assertThat(err.toString().lines())
                .first()
                .asString()
                .isEqualTo(
                        "skerry: Invalid value for option '--admin': expected http://HOST:PORT or https://HOST:PORT, not \""
                                + address + "\"");
    }

    @Test
    void token_that_no_request_could_carry_is_told() {
        assertThat(skerry("stats", "--admin", EDGE.baseUrl(), "--token", "two\nlines"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("skerry: this is no token").hasLineCount(1);
    }

    @Test
    void token_that_a_file_has_the_hash_of_has_to_be_given(@TempDir Path folder) throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens.yaml"), "tokens: []");
        Path file = Files.writeString(folder.resolve("skerry.yaml"), """
                version: 1
                server: { admin: { tokens: { file: tokens.yaml } } }
                sites: [ { hosts: ["*"], routes: [ { respond: { status: 200 } } ] } ]
                """);
        Path made = Files.createDirectories(folder.resolve("skerry-cache")).resolve("admin-token");
        Files.writeString(made, "skerry_pt_of_earlier");

        assertThat(skerry("stats", "-c", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("skerry: no token: the edge accepts those of " + tokens
                        + ", which has their hashes alone; give one with --token or SKERRY_TOKEN");
    }

    @Test
    void edge_that_is_down_is_told() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        assertThat(skerry("stats", "--admin", "http://127.0.0.1:" + port, "--token", "secret"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("skerry: no edge answers at http://127.0.0.1:" + port
                        + ": is it running, and is this its admin address?");
    }
}
