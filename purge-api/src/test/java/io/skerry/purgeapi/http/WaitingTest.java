package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.NodeReports;
import io.skerry.purgeapi.delivery.PurgeNodes;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A purge of which another node is late. */
@Timeout(60)
class WaitingTest {

    private static final String BODY = "{\"tags\": [\"a\"]}";

    private final LateNode late = new LateNode();
    private final ApiUnderTest api = new ApiUnderTest().nodes(late::behind);

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void late_node_makes_it_202_and_where_to_ask_says_when_it_is_done() throws Exception {
        long before = System.nanoTime();
        HttpResponse<String> response = api.send("root-secret", BODY, "Prefer", "respond-async, wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
        JsonNode body = ApiUnderTest.json(response);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Preference-Applied")).contains("wait=1");
        assertThat(body.path("complete").asBoolean(true)).isFalse();
        assertThat(body.at("/nodes/1/status").asString()).isEqualTo("queued");
        assertThat(body.at("/nodes/1/reason").asString()).isEqualTo("no word yet");
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/purge/" + body.path("id").asString());
        assertThat(ApiUnderTest.json(api.get("root-secret", location))
                        .path("complete")
                        .asBoolean(true))
                .isFalse();
        late.acknowledge(NodeReports.Settlement.EVERYWHERE);
        JsonNode done = ApiUnderTest.json(api.get("root-secret", location));
        assertThat(done.path("complete").asBoolean()).isTrue();
        assertThat(done.at("/nodes/1/status").asString()).isEqualTo("applied");
    }

    @Test
    void node_that_answers_in_time_makes_it_200() throws Exception {
        CompletableFuture<HttpResponse<String>> response = api.client()
                .sendAsync(
                        api.request("root-secret")
                                .header("Content-Type", "application/json")
                                .header("Prefer", "wait=99")
                                .POST(BodyPublishers.ofString(BODY))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Awaitility.await().until(() -> late.asked);
        assertThat(response).isNotDone();
        late.acknowledge(NodeReports.Settlement.EVERYWHERE);
        assertThat(response.get().statusCode()).isEqualTo(200);
        assertThat(response.get().headers().firstValue("Preference-Applied")).contains("wait=30");
    }

    @Test
    void nobody_waits_for_what_cannot_come() throws Exception {
        late.acknowledge(NodeReports.Settlement.LATER);
        long before = System.nanoTime();
        HttpResponse<String> response = api.send("root-secret", BODY, "Prefer", "wait=30");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        late.returned = true;
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(ApiUnderTest.json(api.get("root-secret", location))
                        .path("complete")
                        .asBoolean())
                .as("complete once the others have come back")
                .isTrue();
    }

    @Test
    void call_repeated_while_the_first_is_under_way_waits_for_its_answer_and_purges_nothing() throws Exception {
        CompletableFuture<HttpResponse<String>> first = keyed();
        Awaitility.await().until(() -> late.asked);
        CompletableFuture<HttpResponse<String>> second = keyed();
        late.acknowledge(NodeReports.Settlement.EVERYWHERE);
        assertThat(second.get().body()).isEqualTo(first.get().body());
        assertThat(api.purged()).hasSize(1);
    }

    private CompletableFuture<HttpResponse<String>> keyed() {
        return api.client()
                .sendAsync(
                        api.request("root-secret")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "deploy-1")
                                .header("Prefer", "wait=30")
                                .POST(BodyPublishers.ofString(BODY))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void call_that_was_answered_is_not_kept_for_a_node_that_stays_away() throws Exception {
        api.send("root-secret", BODY, "Prefer", "wait=0");
        // The connection knows its last request until it has another one.
        api.send("root-secret", BODY, "Prefer", "wait=0");
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(api.requests().getFirst().get()).isNull();
        });
    }

    @Test
    void purge_is_in_force_here_however_late_the_others_are() throws Exception {
        long before = api.log().publishedSeq();
        assertThat(api.send("root-secret", BODY, "Prefer", "wait=0").statusCode())
                .isEqualTo(202);
        assertThat(api.log().publishedSeq()).isGreaterThan(before);
    }

    @Test
    void status_of_a_purge_is_for_those_whose_sites_it_was_restricted_to() throws Exception {
        late.acknowledge(NodeReports.Settlement.EVERYWHERE);
        String all = ApiUnderTest.json(api.send("root-secret", BODY)).path("id").asString();
        String own = ApiUnderTest.json(api.send("blog-secret", BODY)).path("id").asString();
        assertThat(api.get("blog-secret", "/purge/" + own).statusCode()).isEqualTo(200);
        assertThat(api.get("blog-secret", "/purge/" + all).statusCode()).isEqualTo(404);
        assertThat(api.get("root-secret", "/purge/pg_none").statusCode()).isEqualTo(404);
        assertThat(api.get("wrong", "/purge/" + own).statusCode()).isEqualTo(401);
    }

    /** This node and another one, which says nothing until it is told to. */
    private static final class LateNode implements NodeReports {
        private final CompletableFuture<Settlement> settled = new CompletableFuture<>();
        private volatile boolean asked;
        private volatile boolean returned;

        PurgeNodes behind(PurgeNodes local) {
            return order -> local.deliver(order).thenApply(delivery -> {
                asked = true;
                return delivery instanceof Delivery.InForce inForce
                        ? new Delivery.InForce(inForce.id(), inForce.seq(), this)
                        : delivery;
            });
        }

        void acknowledge(Settlement settlement) {
            settled.complete(settlement);
        }

        @Override
        public List<NodeReport> now() {
            NodeReport other = returned || settled.getNow(Settlement.LATER) == Settlement.EVERYWHERE
                    ? NodeReport.applied("edge-2", Duration.ofMillis(14))
                    : NodeReport.queued("edge-2", "no word yet");
            return List.of(NodeReport.applied("edge-1", Duration.ofMillis(1)), other);
        }

        @Override
        public CompletionStage<Settlement> settled() {
            return settled;
        }
    }
}
