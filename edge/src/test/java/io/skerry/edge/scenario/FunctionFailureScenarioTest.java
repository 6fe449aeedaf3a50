package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.skerry.edge.scenario.RunningEdge.cacheStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What clients get when a function fails on a route that has no origin of its own. */
@Timeout(60)
class FunctionFailureScenarioTest {

    @RegisterExtension
    private final MockedSite site = MockedSite.of("""
            origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
            sites:
              - name: shop
                hosts: ["*"]
                routes:
                  - match: { path: "/skip/{size}/{file}" }
                    functions:
                      - use: image-resize
                        with: { source: "/originals/{file}", sizes: [100x100], formats: [jpeg], limits: { timeout: 900ms } }
                  - match: { path: "/fail/{size}/{file}" }
                    functions:
                      - use: image-resize
                        onError: fail
                        with: { source: "/originals/{file}", sizes: [100x100], formats: [jpeg], limits: { timeout: 900ms } }
                  - match: { path: "/self/{size}/{file}" }
                    functions:
                      - use: image-resize
                        with: { source: "/self/100x100/{file}", sizes: [100x100, 50x50], formats: [jpeg] }
                  - { origin: site, cache: standard }
            """);

    @ParameterizedTest
    @ValueSource(strings = {"/skip", "/fail"})
    void image_that_is_stored_is_served_stale_while_its_original_does_not_come(String route) throws Exception {
        String path = route + "/100x100/mug.jpg";
        originals(0, "max-age=0, stale-if-error=60");
        assertThat(site.edge().get(path).statusCode()).isEqualTo(200);
        originals(3_000, "max-age=0");

        HttpResponse<String> stale = site.edge().get(path);

        assertThat(stale.statusCode()).as(cacheStatus(stale)).isEqualTo(200);
        assertThat(cacheStatus(stale)).contains("detail=stale-if-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/skip", "/fail"})
    void image_that_could_not_be_made_is_not_said_to_be_missing(String route) throws Exception {
        originals(3_000, "max-age=60");

        HttpResponse<String> answer = site.edge().get(route + "/100x100/mug.jpg");

        assertThat(answer.statusCode()).as(cacheStatus(answer)).isEqualTo(504);
        assertThat(cacheStatus(answer)).contains("detail=function-timed-out");
    }

    @Test
    void original_that_comes_after_the_time_is_not_said_to_lack_memory() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger functions = (Logger) LoggerFactory.getLogger("io.skerry.functions");
        functions.addAppender(lines);
        try {
            originals(1_400, "max-age=60");
            assertThat(site.edge().get("/skip/100x100/mug.jpg").statusCode()).isEqualTo(504);

            await().until(() -> lines.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .anyMatch("the original could not be fetched: the call that asked for it has ended"::equals));
        } finally {
            functions.detachAppender(lines);
        }
    }

    /** The original is the image itself: its request would wait for the one that it is made for. */
    @ParameterizedTest
    @ValueSource(strings = {"100x100", "50x50"})
    void image_whose_original_is_itself_is_refused_at_once(String size) throws Exception {
        long begun = System.nanoTime();

        HttpResponse<String> answer = site.edge().get("/self/" + size + "/mug.jpg");

        assertThat(answer.statusCode()).as(cacheStatus(answer)).isEqualTo(502);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }

    private void originals(int delayMillis, String cacheControl) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        site.origin()
                .stubFor(get(urlPathMatching("/originals/.*"))
                        .willReturn(aResponse()
                                .withHeader("Cache-Control", cacheControl)
                                .withHeader("ETag", "\"1\"")
                                .withFixedDelay(delayMillis)
                                .withBody(bytes.toByteArray())));
    }
}
