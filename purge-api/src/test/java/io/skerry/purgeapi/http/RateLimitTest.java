package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.limit.Allowance;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RateLimitTest {

    private static final String BODY = "{\"tags\": [\"a\"]}";

    private final ApiUnderTest api = new ApiUnderTest().calls(new Allowance(0.5, 3));

    @BeforeEach
    void start() throws Exception {
        api.start();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void token_may_call_so_often_in_a_row_and_is_told_when_to_come_back() throws Exception {
        HttpResponse<String> first = api.send("root-secret", BODY);
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"calls\";q=3;w=6");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"calls\";r=2;t=6");
        api.send("root-secret", BODY);
        assertThat(api.send("root-secret", BODY).statusCode()).isEqualTo(200);
        HttpResponse<String> fourth = api.send("root-secret", BODY);
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.headers().firstValue("Retry-After")).contains("2");
        assertThat(fourth.headers().firstValue("RateLimit")).contains("\"calls\";r=0;t=6");
        assertThat(api.purged()).hasSize(3);
        assertThat(api.turnedAway()).containsExactly("limited");
        api.pass(Duration.ofSeconds(2));
        assertThat(api.send("root-secret", BODY).statusCode()).isEqualTo(200);
        assertThat(api.send("root-secret", BODY).statusCode()).isEqualTo(429);
    }

    @Test
    void one_token_does_not_use_up_what_another_may() throws Exception {
        for (int i = 0; i < 4; i++) {
            api.send("root-secret", BODY);
        }
        assertThat(api.send("blog-secret", BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void ten_thousand_wrong_tokens_cost_little_purge_nothing_and_lock_nobody_out() throws Exception {
        int limited = 0;
        for (int i = 0; i < 10_000; i++) {
            limited += api.send("wrong-" + i, BODY).statusCode() == 429 ? 1 : 0;
        }
        assertThat(limited).isEqualTo(10_000 - 20);
        assertThat(api.purged()).isEmpty();
        assertThat(api.log().publishedSeq()).isZero();
        assertThat(api.audit()).hasSize(10_000);
        assertThat(api.turnedAway())
                .containsOnly("wrong-token", "limited-stranger")
                .hasSize(10_000);
        assertThat(api.send("root-secret", BODY).statusCode()).isEqualTo(200);
    }
}
