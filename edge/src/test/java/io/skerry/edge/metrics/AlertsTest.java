package io.skerry.edge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alerting rules and the runbooks name what a node shows, and the rules lead to pages that exist. */
class AlertsTest {

    private static final Path HOME = Path.of(System.getProperty("skerry.home", ".."));

    /** A metric, and what selects among its series. */
    private static final Pattern SERIES = Pattern.compile("(skerry_[a-z_]+)(?:\\{([^}]*)})?");

    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)(=~|!=|=)\"([^\"]*)\"");

    /** One line of the table of metrics. */
    private record Metric(Set<String> labels, String meaning) {}

    /** One rule. */
    record Alert(String name, String expression, String severity, String summary, String runbook) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Map<String, Metric> metrics = metrics();

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_names_metrics_and_labels_that_a_node_shows(Alert alert) {
        List<MatchResult> series = SERIES.matcher(alert.expression()).results().toList();
        assertThat(series).isNotEmpty();
        for (MatchResult one : series) {
            Metric metric = metric(one.group(1));
            if (one.group(2) != null) {
                SELECTOR.matcher(one.group(2)).results().forEach(selector -> selects(metric, selector));
            }
        }
        Set<String> known = Set.copyOf(series.stream()
                .flatMap(one -> metric(one.group(1)).labels().stream())
                .toList());
        Pattern.compile("(?:by \\(|\\$labels\\.)([a-z_, ]+)")
                .matcher(alert.expression() + alert.summary())
                .results()
                .flatMap(labels -> Arrays.stream(labels.group(1).strip().split(" *, *")))
                .filter(label -> !label.equals("instance"))
                .forEach(label -> assertThat(known).contains(label));
    }

    private Metric metric(String name) {
        Metric metric = metrics.get(name);
        if (metric == null) {
            throw new AssertionError("no node shows " + name);
        }
        return metric;
    }

    private static void selects(Metric metric, MatchResult selector) {
        assertThat(metric.labels()).contains(selector.group(1));
        for (String value : selector.group(3).split("\\|")) {
            if (!value.contains(".")) {
                assertThat(metric.meaning()).contains("`" + value + "`");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_leads_to_a_page_that_exists(Alert alert) throws IOException {
        assertThat(alert.severity()).isIn("page", "ticket");
        String[] place = alert.runbook().split("#");
        Path page = HOME.resolve(place[0]);
        assertThat(page).exists();
        if (place.length > 1) {
            assertThat(anchors(page)).contains(place[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"purge-lag.md", "store.md", "traffic.md"})
    void a_runbook_names_metrics_that_a_node_shows(String name) throws IOException {
        String text = Files.readString(HOME.resolve("deploy/runbooks").resolve(name));
        assertThat(SERIES.matcher(text).results().map(one -> one.group(1)))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metrics).containsKey(metric));
    }

    @Test
    void alerts_have_names_of_their_own() {
        assertThat(alerts().map(Alert::name)).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    @SuppressWarnings("unchecked") // a mapping, or the test fails here
    static Stream<Alert> alerts() {
        JsonObject file;
        try {
            file = new JsonObject(
                    (Map<String, Object>) new Load(LoadSettings.builder().build())
                            .loadFromString(Files.readString(HOME.resolve("deploy/alerts.yaml"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return objects(file, "groups").flatMap(group -> objects(group, "rules")).map(AlertsTest::alert);
    }

    private static Stream<JsonObject> objects(JsonObject parent, String key) {
        JsonArray array = parent.getJsonArray(key);
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
    }

    private static Alert alert(JsonObject rule) {
        JsonObject annotations = rule.getJsonObject("annotations");
        return new Alert(
                rule.getString("alert"),
                rule.getString("expr"),
                rule.getJsonObject("labels").getString("severity"),
                annotations.getString("summary"),
                annotations.getString("runbook"));
    }

    private static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new HashMap<>();
        try (Stream<String> lines = Files.lines(HOME.resolve("deploy/metrics.md"))) {
            lines.filter(line -> line.startsWith("| `skerry_"))
                    .map(line -> line.split(" *\\| *"))
                    .forEach(cells -> metrics.put(
                            cells[1].replace("`", ""), new Metric(Set.of(cells[3].split(", *")), cells[4])));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return metrics;
    }

    /** What links to a page's headings end in. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
