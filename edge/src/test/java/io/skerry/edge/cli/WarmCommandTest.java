package io.skerry.edge.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code warm} through a recording edge. */
class WarmCommandTest {
    @RegisterExtension
    private static final WireMockExtension EDGE =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int skerry(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void warming_asks_the_edge_for_each_url_with_its_own_host_and_counts() throws IOException {
        EDGE.stubFor(get("/a?x=1").willReturn(aResponse().withBody("12345")));
        EDGE.stubFor(get("/b")
                .willReturn(
                        aResponse().withHeader("Cache-Status", "skerry; hit").withBody("1")));
        EDGE.stubFor(get("/gone").willReturn(aResponse().withStatus(404)));
        Path urls = Files.write(
                folder.resolve("urls"),
                List.of(
                        "# a list",
                        "",
                        "https://shop.example/a?x=1",
                        "http://other.example/b",
                        "https://shop.example/gone",
                        "/no-host"));

        int exit = skerry("warm", urls.toString(), "--via", EDGE.baseUrl(), "--concurrency", "2");

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString())
                .endsWith("2 fetched (1 were stored already), 2 failed, 0.0 MB" + System.lineSeparator());
        assertThat(err.toString())
                .contains("line 5: https://shop.example/gone: answered 404")
                .contains("line 6: /no-host: not an absolute http or https URL");
        EDGE.verify(getRequestedFor(urlPathEqualTo("/a")).withHeader("Host", equalTo("shop.example")));
        EDGE.verify(getRequestedFor(urlPathEqualTo("/b")).withHeader("Host", equalTo("other.example")));
    }

    @Test
    void path_that_begins_with_two_slashes_is_asked_of_the_edge_and_of_nobody_else() throws IOException {
        EDGE.stubFor(get("//nobody.invalid/a?x=1").willReturn(aResponse().withBody("1")));
        Path urls = Files.write(folder.resolve("urls"), List.of("http://shop.example//nobody.invalid/a?x=1"));

        assertThat(skerry("warm", urls.toString(), "--via", EDGE.baseUrl())).isEqualTo(0);
        EDGE.verify(getRequestedFor(urlEqualTo("//nobody.invalid/a?x=1")).withHeader("Host", equalTo("shop.example")));
    }

    @Test
    void list_may_begin_with_a_byte_order_mark_and_urls_with_who_asks() throws IOException {
        EDGE.stubFor(get("/c").willReturn(aResponse().withBody("1")));
        Path urls = Files.writeString(folder.resolve("urls"), "\uFEFFhttp://me:secret@shop.example:81/c\r\n");

        assertThat(skerry("warm", urls.toString(), "--via", EDGE.baseUrl())).isEqualTo(0);
        EDGE.verify(getRequestedFor(urlEqualTo("/c")).withHeader("Host", equalTo("shop.example:81")));
    }

    @Test
    void line_that_is_far_too_long_is_not_repeated_in_full() throws IOException {
        Path urls = Files.writeString(folder.resolve("urls"), "\0".repeat(100_000));

        assertThat(skerry("warm", urls.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("line 1: ").hasSizeLessThan(5_000);
    }

    @Test
    void each_url_that_cannot_be_fetched_says_why() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        String nobody = "http://127.0.0.1:" + unused;
        Path urls = Files.write(folder.resolve("urls"), List.of(nobody + "/", "http://a b/", "ftp://a/"));

        assertThat(skerry("warm", urls.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "line 1: " + nobody + "/: cannot connect to its host",
                        "line 2: http://a b/: not a URL: Illegal character in authority at position 9",
                        "line 3: ftp://a/: not an absolute http or https URL");
    }

    @Test
    void listener_that_is_none_is_wrong_usage_and_one_that_is_down_is_named() throws IOException {
        Path urls = Files.write(folder.resolve("urls"), List.of("http://shop.example/"));
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        String nobody = "http://127.0.0.1:" + unused;

        assertThat(skerry("warm", urls.toString(), "--via", "127.0.0.1:8080")).isEqualTo(2);
        assertThat(skerry("warm", urls.toString(), "--via", nobody)).isEqualTo(1);
        assertThat(err.toString()).contains("line 1: http://shop.example/: cannot connect to " + nobody);
    }

    @Test
    void list_that_cannot_be_read_is_told() {
        assertThat(skerry("warm", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("skerry: there is no file " + folder.resolve("none"));
        assertThat(skerry("warm", "x", "--concurrency", "0")).isEqualTo(2);
    }
}
