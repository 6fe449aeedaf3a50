package io.skerry.edge.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.edge.pipeline.body.Content;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that functions changed last of all. */
class ClientAnswerTest {

    private static final Content FIVE_BYTES = new Content.Bytes(Buffer.buffer("hello"));

    private final ClientAnswer answer =
            new ClientAnswer(new ResponseHead(200, Headers.of("Content-Length", "5", "Via", "me")), FIVE_BYTES, true);

    @ParameterizedTest
    @ValueSource(strings = {"3", "77", "x"})
    void length_stays_that_of_the_content(String said) {
        ClientAnswer changed = answer.headed(new ResponseHead(503, Headers.of("Content-Length", said, "X-Seen", "1")));

        assertThat(changed.status()).isEqualTo(503);
        assertThat(changed.head().headers().all("Content-Length")).containsExactly("5");
        assertThat(changed.head().headers().first("X-Seen")).hasValue("1");
        assertThat(changed.content()).isSameAs(FIVE_BYTES);
    }

    @Test
    void length_that_is_taken_away_is_there_and_one_that_is_not_known_is_not() {
        ClientAnswer unknown = new ClientAnswer(new ResponseHead(200, Headers.of()), FIVE_BYTES, true);

        assertThat(answer.headed(new ResponseHead(200, Headers.of()))
                        .head()
                        .headers()
                        .first("Content-Length"))
                .hasValue("5");
        assertThat(unknown.headed(answer.head()).head().headers().contains("Content-Length"))
                .isFalse();
    }

    @Test
    void fields_of_the_connection_go() {
        ClientAnswer changed = answer.headed(answer.head()
                .withHeaders(Headers.of("Transfer-Encoding", "chunked", "Connection", "close, X-A", "X-A", "1")));

        assertThat(changed.head().headers()).isEqualTo(Headers.of("Content-Length", "5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void status_without_content_has_none(int status) {
        ClientAnswer changed =
                answer.headed(new ResponseHead(status, answer.head().headers()));

        assertThat(changed.sendsContent()).isFalse();
        assertThat(changed.content()).isEqualTo(Content.None.INSTANCE);
        assertThat(changed.head().headers()).isEqualTo(Headers.of("Via", "me"));
    }
}
