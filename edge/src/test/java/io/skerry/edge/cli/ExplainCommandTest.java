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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExplainCommandTest {
    @RegisterExtension
    private static final WireMockExtension ADMIN =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain", "--admin", ADMIN.baseUrl(), "--token", "secret"));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void url_and_fields_reach_the_admin_listener_and_its_answer_is_printed() {
        ADMIN.stubFor(get(urlPathEqualTo("/explain")).willReturn(aResponse().withBody("decision  fetch\n")));

        int exit =
                explain("https://a/x?y=1&z", "-H", "Accept-Language: de", "-H", "Cookie: a=b", "--client", "192.0.2.1");

        assertThat(exit).isZero();
        assertThat(out.toString()).isEqualTo("decision  fetch\n");
        ADMIN.verify(getRequestedFor(urlPathEqualTo("/explain"))
                .withHeader("Authorization", equalTo("Bearer secret"))
                .withQueryParam("url", equalTo("https://a/x?y=1&z"))
                .withQueryParam("client", equalTo("192.0.2.1"))
                .withQueryParam("format", equalTo("text"))
                .withQueryParam("method", equalTo("GET")));
    }

    @Test
    void refusal_is_told_and_exits_1() {
        ADMIN.stubFor(get(urlPathEqualTo("/explain"))
                .willReturn(aResponse().withStatus(400).withBody("{\"detail\":\"url: missing\"}")));

        assertThat(explain("nonsense", "--format", "json")).isEqualTo(1);
        assertThat(err.toString()).contains("the edge refused (400): url: missing");
    }
}
