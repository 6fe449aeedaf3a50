package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies made to cost much: refused quickly, with a short answer, and nothing purged. */
@Timeout(60)
class HostileInputTest {

    /** Generous: the machine may be busy. Each takes milliseconds. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    private static final int LONGEST_ANSWER = 20_000;

    private final ApiUnderTest api = new ApiUnderTest();

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    static Stream<Arguments> bodies() {
        int half = 490_000;
        return Stream.of(
                arguments("10,000 files", list("files", 10_000, i -> "https://shop.example/" + i), 400),
                arguments("10,000 tags", list("tags", 10_000, i -> "t" + i), 400),
                arguments("10,000 bad files", list("files", 10_000, i -> "x"), 400),
                arguments("501 items of several kinds", mixed(), 400),
                arguments("500,000 items of nothing", "{\"tags\": [" + "1,".repeat(half) + "1]}", 400),
                arguments("an array as deep as the body is long", "[".repeat(999_000), 400),
                arguments("objects without end", "{\"a\":".repeat(199_000), 400),
                arguments("depth in a member", "{\"tags\": " + "[".repeat(100) + "]".repeat(100) + "}", 400),
                arguments("one tag of a megabyte", "{\"tags\": [\"" + "a".repeat(999_000) + "\"]}", 400),
                arguments(
                        "one URL of a megabyte",
                        "{\"files\": [\"https://shop.example/" + "a".repeat(999_000) + "\"]}",
                        400),
                arguments(
                        "a path of dots",
                        "{\"files\": [\"https://nowhere.example/" + "../".repeat(5_000) + "\"]}",
                        400),
                arguments("a prefix of slashes", "{\"prefixes\": [\"" + "/".repeat(900_000) + "\"]}", 400),
                arguments("a number of a megabyte", "{\"reason\": " + "9".repeat(999_000) + "}", 400),
                arguments("members without end", members(40_000), 400),
                arguments("the same member twice", "{\"tags\": [\"a\"], \"tags\": [\"b\"]}", 400),
                arguments("more than a megabyte", "{\"tags\": [\"" + "a".repeat(1_000_000) + "\"]}", 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void hostile_body_is_refused_quickly_and_purges_nothing(String name, String body, int status) throws Exception {
        long before = System.nanoTime();
        HttpResponse<String> response = api.send("root-secret", body);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BOUND);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body().length()).isLessThan(LONGEST_ANSWER);
        assertThat(api.purged()).isEmpty();
        assertThat(api.log().publishedSeq()).isZero();
        assertThat(api.audit().getFirst().getFormattedMessage().length()).isLessThan(10_000);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments(
                        "Surrogate-Key",
                        IntStream.range(0, 600).mapToObj(i -> "k" + i).collect(Collectors.joining(" "))),
                arguments("Surrogate-Key", "a ".repeat(2_000) + "\u00e4"),
                arguments("Idempotency-Key", "k".repeat(300)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void hostile_field_purges_nothing(String field, String value) throws Exception {
        HttpResponse<String> response = api.send(api.request("root-secret")
                .header("Content-Type", "application/json")
                .header(field, value)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.purged()).isEmpty();
    }

    private static String list(String member, int count, java.util.function.IntFunction<String> item) {
        return IntStream.range(0, count)
                .mapToObj(i -> '"' + item.apply(i) + '"')
                .collect(Collectors.joining(",", "{\"" + member + "\": [", "]}"));
    }

    private static String mixed() {
        String tags = IntStream.range(0, 251).mapToObj(i -> "\"t" + i + '"').collect(Collectors.joining(","));
        String hosts =
                IntStream.range(0, 250).mapToObj(i -> "\"h" + i + ".example\"").collect(Collectors.joining(","));
        return "{\"tags\": [" + tags + "], \"hosts\": [" + hosts + "]}";
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\": 1").collect(Collectors.joining(",", "{", "}"));
    }
}
