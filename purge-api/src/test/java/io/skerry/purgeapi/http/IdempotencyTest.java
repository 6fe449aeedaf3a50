package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.TokenHash;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class IdempotencyTest {

    private static final AdminToken ROOT = AdminToken.unrestricted("root", TokenHash.of("root-secret"));

    private final ApiUnderTest api = new ApiUnderTest();
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void repeated_call_gets_the_same_answer_and_purges_nothing() throws Exception {
        HttpResponse<String> first = api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");
        HttpResponse<String> again = api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(api.purged()).hasSize(1);
    }

    /** Who counts the lines of purges would count it twice. */
    @Test
    void repeated_call_is_no_purge_in_the_audit_log() throws Exception {
        api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");
        api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");

        assertThat(api.audit())
                .extracting(line -> JsonMapper.shared().readTree(line.getFormattedMessage()))
                .extracting(line -> line.path("replayed").asBoolean(false))
                .containsExactly(false, true);
    }

    @Test
    void same_key_with_another_body_is_a_conflict_and_purges_nothing() throws Exception {
        api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");
        HttpResponse<String> other = api.send("root-secret", "{\"tags\": [\"b\"]}", "Idempotency-Key", "deploy-1");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(api.purged()).hasSize(1);
    }

    @Test
    void same_key_for_the_same_path_of_another_host_is_a_conflict_in_http_2_too() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            assertThat(purge(client, "shop.example")).isEqualTo(200);
            assertThat(purge(client, "blog.example")).isEqualTo(409);
            assertThat(api.purged()).hasSize(1);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private int purge(HttpClientAgent client, String authority) throws Exception {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.valueOf("PURGE"))
                        .setServer(SocketAddress.inetSocketAddress(api.port(), "127.0.0.1"))
                        .setHost(authority)
                        .setPort(80)
                        .setURI("/p"))
                .compose(request -> request.putHeader("Authorization", "Bearer root-secret")
                        .putHeader("Idempotency-Key", "deploy-1")
                        .send())
                .map(response -> response.statusCode())
                .await(10, TimeUnit.SECONDS);
    }

    @Test
    void same_key_of_another_caller_is_another_key() throws Exception {
        api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "deploy-1");
        assertThat(api.send("blog-secret", "{\"tags\": [\"b\"]}", "Idempotency-Key", "deploy-1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.purged()).hasSize(2);
    }

    @Test
    void call_that_purged_nothing_may_be_repeated() throws Exception {
        api.refuseWith(PurgeReceipt.RefusedReason.OVERLOADED);
        String body = "{\"tags\": [\"a\"]}";
        assertThat(api.send("root-secret", body, "Idempotency-Key", "deploy-1").statusCode())
                .isEqualTo(503);
        api.refuseWith(null);
        assertThat(api.send("root-secret", body, "Idempotency-Key", "deploy-1").statusCode())
                .isEqualTo(200);
        assertThat(api.purged()).hasSize(1);
    }

    @Test
    void empty_or_endless_key_is_refused() throws Exception {
        assertThat(api.send("root-secret", "{\"tags\": [\"a\"]}", "Idempotency-Key", "x".repeat(256))
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.purged()).isEmpty();
    }

    @Test
    void memory_for_keys_is_bounded_and_the_oldest_leaves_first() {
        IdempotentAnswers answers = new IdempotentAnswers(nanos::get);
        for (int i = 0; i <= IdempotentAnswers.MOST; i++) {
            answer(answers, "key-" + i);
        }
        assertThat(answers.claim(key("key-0"), "f")).isInstanceOf(IdempotentAnswers.Claim.First.class);
        assertThat(answers.claim(key("key-" + IdempotentAnswers.MOST), "f"))
                .isInstanceOf(IdempotentAnswers.Claim.Repeated.class);
    }

    @Test
    void key_is_kept_for_a_day_and_not_longer() {
        IdempotentAnswers answers = new IdempotentAnswers(nanos::get);
        answer(answers, "key");
        nanos.set(IdempotentAnswers.KEPT.toNanos());
        assertThat(answers.claim(key("key"), "f")).isInstanceOf(IdempotentAnswers.Claim.Repeated.class);
        nanos.addAndGet(1);
        assertThat(answers.claim(key("key"), "f")).isInstanceOf(IdempotentAnswers.Claim.First.class);
    }

    private static void answer(IdempotentAnswers answers, String text) {
        answers.claim(key(text), "f");
        answers.answered(
                key(text), PurgeResponse.success(200, JsonMapper.shared().createObjectNode()));
    }

    private static IdempotentAnswers.Key key(String text) {
        return new IdempotentAnswers.Key(ROOT, text);
    }
}
