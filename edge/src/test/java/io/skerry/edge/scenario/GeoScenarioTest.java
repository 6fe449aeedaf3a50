package io.skerry.edge.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.skerry.functions.runtime.geo.MmdbWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where clients are: read out of a database whose file changes, and what operators see of it. */
class GeoScenarioTest {

    private static final String PRICES = """
            {"countries": {"DE": "EUR", "CH": "CHF"}, "prices": {"1": {"USD": "10 $", "EUR": "9 €", "CHF": "11 Fr."}}}
            """;

    @TempDir
    Path folder;

    private final WireMockServer origin =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void open() {
        origin.start();
        origin.stubFor(get("/prices.json").willReturn(aResponse().withBody(PRICES)));
        origin.stubFor(get("/page")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/html; charset=utf-8")
                        .withHeader("Cache-Control", "max-age=600")
                        .withBody("costs {{price:1}}")));
    }

    @AfterEach
    void close() {
        origin.stop();
    }

    @Test
    void price_follows_the_country_and_the_database() throws Exception {
        write(Instant.now().minus(Duration.ofDays(3)), "198.51.100.0/24", "DE");
        try (RunningEdge edge = RunningEdge.start(Files.createDirectory(folder.resolve("edge")), file())) {
            await().untilAsserted(() -> assertThat(page(edge, "198.51.100.1")).isEqualTo("costs 9 €"));
            assertThat(page(edge, "203.0.113.1")).isEqualTo("costs 10 $");
            assertThat(ageSeconds(edge)).isBetween(259_200.0, 259_400.0);
            assertThat(edge.metrics()).contains("skerry_geo_failures_total 0.0");

            write(Instant.now().minus(Duration.ofDays(1)), "203.0.113.0/24", "CH");

            await().untilAsserted(() -> assertThat(page(edge, "203.0.113.1")).isEqualTo("costs 11 Fr."));
            assertThat(page(edge, "198.51.100.1")).isEqualTo("costs 10 $");
            assertThat(ageSeconds(edge)).isBetween(86_400.0, 86_600.0);
        }
    }

    @Test
    void database_in_use_stays_when_its_file_is_broken_or_gone() throws Exception {
        write(Instant.now(), "198.51.100.0/24", "DE");
        try (RunningEdge edge = RunningEdge.start(Files.createDirectory(folder.resolve("edge")), file())) {
            await().untilAsserted(() -> assertThat(page(edge, "198.51.100.1")).isEqualTo("costs 9 €"));

            Files.writeString(database(), "no database");
            Thread.sleep(2500);
            assertThat(page(edge, "198.51.100.1")).isEqualTo("costs 9 €");

            Files.delete(database());
            Thread.sleep(2500);
            assertThat(page(edge, "198.51.100.1")).isEqualTo("costs 9 €");
        }
    }

    private static double ageSeconds(RunningEdge edge) throws Exception {
        String line = edge.metrics()
                .lines()
                .filter(one -> one.startsWith("skerry_geo_age_seconds "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.indexOf(' ')));
    }

    private static String page(RunningEdge edge, String client) throws Exception {
        return edge.get("/page", "X-Forwarded-For", client).body();
    }

    /** As a publisher's updater does it: the new file takes the place of the old one at once. */
    private void write(Instant built, String range, String country) throws Exception {
        Path written = folder.resolve("new.mmdb");
        Files.write(
                written, new MmdbWriter("Test-Country").country(range, country).toBytes(built));
        Files.move(written, database(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path database() {
        return folder.resolve("places.mmdb");
    }

    private String file() {
        return """
                geo: { database: %2$s, reload: 1s }
                origins: { site: { targets: [ { url: "http://127.0.0.1:%1$d" } ] } }
                sites:
                  - name: shop
                    hosts: ["*"]
                    routes:
                      - origin: site
                        functions: [ { use: geo-price, with: { table: { url: "http://127.0.0.1:%1$d/prices.json", every: 1s } } } ]
                """.formatted(origin.port(), database());
    }
}
