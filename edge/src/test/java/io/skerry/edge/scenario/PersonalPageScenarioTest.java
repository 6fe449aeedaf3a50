package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages that an application makes for one session and says nothing of but an entity tag, or that the origin is to be asked: two
 * visitors at a time each get their own.
 */
class PersonalPageScenarioTest {

    private static final String TAG = "ETag: \"1\"";

    @TempDir
    private Path folder;

    private final GatedOrigin origin = GatedOrigin.start();
    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = RunningEdge.start(folder, """
                origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                """.formatted(origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    static Stream<String> fields() {
        return Stream.of(
                "X-Says: nothing",
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0",
                "Expires: 0",
                "Last-Modified: Fri, 27 Nov 2020 21:00:00 GMT\r\nCache-Control: no-cache");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void who_waits_while_it_is_fetched_for_another_gets_a_page_of_their_own(String field) throws Exception {
        try (HerdClient ann = visitor("ann")) {
            GatedOrigin.Asked forAnn = origin.next();
            try (HerdClient bob = visitor("bob")) {
                letThemWait();
                forAnn.head("200 OK", TAG, field, "Content-Length: 3").write("ann");
                ann.head();
                assertThat(ann.rest()).asString().isEqualTo("ann");

                GatedOrigin.Asked forBob = origin.next();
                assertThat(forBob.head()).contains("Cookie: session=bob");
                forBob.head("200 OK", "ETag: \"2\"", field, "Content-Length: 3").write("bob");
                bob.head();
                assertThat(bob.rest()).asString().isEqualTo("bob");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void what_is_stored_to_be_asked_about_is_asked_about_by_each_without_waiting(String field) throws Exception {
        try (HerdClient first = visitor("ann")) {
            origin.next().head("200 OK", TAG, field, "Content-Length: 3").write("ann");
            first.head();
            first.rest();
        }
        try (HerdClient ann = visitor("ann")) {
            GatedOrigin.Asked forAnn = origin.next();
            assertThat(forAnn.has("If-None-Match")).isTrue();
            try (HerdClient bob = visitor("bob")) {
                GatedOrigin.Asked forBob = origin.next();
                forAnn.head("304 Not Modified", TAG, field);
                ann.head();
                assertThat(ann.rest()).asString().isEqualTo("ann");
                forBob.head("200 OK", "ETag: \"2\"", field, "Content-Length: 3").write("bob");
                bob.head();
                assertThat(bob.rest()).asString().isEqualTo("bob");
            }
        }
    }

    /** The tag is the article's; the page says who reads it as well. */
    @Test
    void page_of_one_visitor_is_not_asked_about_for_another() throws Exception {
        String[] fields = {TAG, "Cache-Control: max-age=60, public", "Vary: Cookie", "Content-Length: 3"};
        try (HerdClient ann = visitor("ann")) {
            origin.next().head("200 OK", fields).write("ann");
            ann.head();
            ann.rest();
        }
        try (HerdClient bob = visitor("bob")) {
            GatedOrigin.Asked forBob = origin.next();
            assertThat(forBob.has("If-None-Match")).isFalse();
            forBob.head("200 OK", fields).write("bob");
            bob.head();
            assertThat(bob.rest()).asString().isEqualTo("bob");
        }
    }

    private HerdClient visitor(String name) {
        return HerdClient.get(edge.node().httpPort(), "/me", "Cookie: session=" + name);
    }

    /** Nothing tells from outside that a request waits for another's. */
    private static void letThemWait() {
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    }
}
