package io.skerry.edge.oracle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Publishes new versions and purges the old ones through an edge's purge API. When, and only when, a purge has been acknowledged
 * the ledger's floors rise. One thread.
 */
public final class OraclePurger implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI endpoint;
    private final String token;
    private final OracleLedger ledger;
    private final OracleCatalogue catalogue;

    /**
     * A purger of everything in a catalogue.
     *
     * @param endpoint such as {@code http://127.0.0.1:9090/purge}
     * @param token sent as a bearer token
     */
    public OraclePurger(URI endpoint, String token, OracleLedger ledger, OracleCatalogue catalogue) {
        this.endpoint = endpoint;
        this.token = token;
        this.ledger = ledger;
        this.catalogue = catalogue;
    }

    /** Purges one URL and publishes it before. */
    public Answer url(OracleUrl url, Mode mode) throws InterruptedException {
        return purge("files", url.absolute(), mode, List.of(url));
    }

    /** Purges a group of URLs by their tag. */
    public Answer group(OracleUrl one, Mode mode) throws InterruptedException {
        return purge("tags", one.group(), mode, catalogue.those(u -> u.group().equals(one.group())));
    }

    /** Purges the directory of a URL on its site. */
    public Answer prefix(OracleUrl one, Mode mode) throws InterruptedException {
        String directory = one.path().substring(0, one.path().lastIndexOf('/'));
        List<OracleUrl> covered =
                catalogue.those(u -> u.site().equals(one.site()) && u.path().startsWith(directory + "/"));
        return purge("prefixes", one.site() + directory, mode, covered);
    }

    /** Purges a site's host. */
    public Answer host(OracleUrl one, Mode mode) throws InterruptedException {
        return purge("hosts", one.site(), mode, catalogue.those(u -> u.site().equals(one.site())));
    }

    /** Purges everything. */
    public Answer everything(Mode mode) throws InterruptedException {
        Map<OracleUrl, Long> versions = published(catalogue.urls());
        return sent("{\"purge_everything\":true,\"mode\":\"" + mode.token() + "\"}", mode, versions);
    }

    /** A purge of any kind, the wide ones seldom. */
    public Answer any(Random random) throws InterruptedException {
        OracleUrl one = catalogue.plain(random).url();
        Mode mode = random.nextInt(4) == 0 ? Mode.SOFT : Mode.HARD;
        int chance = random.nextInt(100);
        if (chance < 70) {
            return url(one, mode);
        }
        if (chance < 85) {
            return group(one, mode);
        }
        if (chance < 94) {
            return prefix(one, mode);
        }
        return chance < 98 ? host(one, mode) : everything(mode);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private Answer purge(String selector, String value, Mode mode, List<OracleUrl> covered)
            throws InterruptedException {
        Map<OracleUrl, Long> versions = published(covered);
        return sent("{\"" + selector + "\":[\"" + value + "\"],\"mode\":\"" + mode.token() + "\"}", mode, versions);
    }

    private Map<OracleUrl, Long> published(List<OracleUrl> urls) {
        Map<OracleUrl, Long> versions = new LinkedHashMap<>();
        urls.forEach(url -> versions.put(url, ledger.publish(url)));
        return versions;
    }

    private Answer sent(String body, Mode mode, Map<OracleUrl, Long> versions) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                versions.forEach((url, version) -> raise(url, version, mode));
            }
            return new Answer(response.statusCode(), response.body());
        } catch (IOException noAnswer) {
            return new Answer(0, noAnswer.toString());
        }
    }

    // A response purged softly is stale, and may be served stale where stale serving is allowed at all.
    private void raise(OracleUrl url, long version, Mode mode) {
        if (mode == Mode.HARD || url.neverStale()) {
            ledger.purged(url, version);
        }
    }

    /** How a purge takes effect. */
    public enum Mode {
        HARD("hard"),
        SOFT("soft");

        private final String token;

        Mode(String token) {
            this.token = token;
        }

        String token() {
            return token;
        }
    }

    /**
     * What the purge API said.
     *
     * @param status 0 if it said nothing
     * @param body for people
     */
    public record Answer(int status, String body) {

        /** Whether the purge is in force. */
        public boolean isAcknowledged() {
            return status == 200;
        }
    }
}
