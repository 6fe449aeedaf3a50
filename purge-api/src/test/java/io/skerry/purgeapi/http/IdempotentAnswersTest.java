package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.purgeapi.http.IdempotentAnswers.Claim;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.TokenHash;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdempotentAnswersTest {

    private static final AdminToken CALLER = AdminToken.unrestricted("root", TokenHash.of("root-secret"));

    private final AtomicLong nanos = new AtomicLong();
    private final IdempotentAnswers answers = new IdempotentAnswers(nanos::get);

    @Test
    void call_that_takes_long_is_kept_and_keeps_none_of_the_later_ones() {
        assertThat(claim("slow")).isInstanceOf(Claim.First.class);
        call("quick");
        nanos.addAndGet(IdempotentAnswers.KEPT.toNanos() + 1);

        assertThat(claim("quick")).isInstanceOf(Claim.First.class);
        assertThat(claim("slow")).isInstanceOf(Claim.Repeated.class);
    }

    @Test
    void the_oldest_leaves_when_there_are_too_many() {
        for (int i = 0; i <= IdempotentAnswers.MOST; i++) {
            call("call-" + i);
        }

        assertThat(claim("call-" + IdempotentAnswers.MOST)).isInstanceOf(Claim.Repeated.class);
        assertThat(claim("call-0")).isInstanceOf(Claim.First.class);
    }

    private void call(String key) {
        assertThat(claim(key)).isInstanceOf(Claim.First.class);
        answers.answered(
                new IdempotentAnswers.Key(CALLER, key),
                new PurgeResponse(200, "application/json", Map.of(), Buffer.buffer(), ""));
    }

    private Claim claim(String key) {
        return answers.claim(new IdempotentAnswers.Key(CALLER, key), "the same");
    }
}
