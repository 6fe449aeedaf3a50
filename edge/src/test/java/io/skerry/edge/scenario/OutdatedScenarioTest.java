package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.http.HttpResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored, once the origin has answered its validation with something else that is not stored (RFC 9111 4.3.3). */
class OutdatedScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.standard();

    private final WireMockServer origin = site.origin();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = site.edge();
    }

    @ParameterizedTest
    @CsvSource({"404, no-cache", "410, no-cache", "401, no-store", "200, private", "302, no-store"})
    void does_not_come_back_when_the_origin_fails(int status, String directive) throws Exception {
        stored("max-age=0, stale-if-error=600");
        answers(aResponse().withStatus(status).withHeader("Cache-Control", directive));
        assertThat(edge.get("/page").statusCode()).isEqualTo(status);

        answers(aResponse().withStatus(503));

        assertThat(edge.get("/page").statusCode()).isEqualTo(503);
    }

    @Test
    void is_served_while_it_is_validated_and_no_longer() throws Exception {
        stored("max-age=0, stale-while-revalidate=600");
        answers(aResponse().withStatus(404));

        assertThat(edge.get("/page").body()).isEqualTo("old");

        Awaitility.await().until(() -> edge.get("/page").statusCode() == 404);
    }

    @ParameterizedTest
    @CsvSource({
        "Cookie, session=1, 200",
        "Authorization, Basic eA==, 404",
        "Cache-Control, no-store, 200",
        "X-Any, 1, 403"
    })
    void stays_where_the_answer_may_be_about_one_client(String field, String value, int status) throws Exception {
        stored("max-age=0, stale-if-error=600");
        answers(aResponse()
                .withStatus(status)
                .withHeader("Cache-Control", "private")
                .withBody("mine"));
        assertThat(edge.get("/page", field, value).body()).isEqualTo("mine");

        answers(aResponse().withStatus(503));
        HttpResponse<String> later = edge.get("/page");

        assertThat(later.body()).isEqualTo("old");
        assertThat(RunningEdge.cacheStatus(later)).contains("detail=stale-if-error");
    }

    private void stored(String directives) throws Exception {
        answers(aResponse()
                .withHeader("Cache-Control", directives)
                .withHeader("ETag", "\"1\"")
                .withBody("old"));
        edge.get("/page");
    }

    private void answers(ResponseDefinitionBuilder answer) {
        origin.stubFor(get("/page").willReturn(answer));
    }
}
