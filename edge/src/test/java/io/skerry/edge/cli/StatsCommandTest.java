package io.skerry.edge.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
