package io.skerry.edge.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestCodingsTest {

    @Test
    void what_is_remembered_is_what_would_be_worked_out() {
        List<String> offers = List.of("zstd,br,gzip", "gzip", "br,gzip");
        List<String> codings = List.of("gzip", "br", "zstd", "identity", "*", "deflate");
        Random random = new Random(11);
        // More values than are remembered, each asked more than once.
        for (int i = 0; i < 5_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(4); j >= 0; j--) {
                value.append(value.isEmpty() ? "" : ", ")
                        .append(codings.get(random.nextInt(codings.size())))
                        .append(";q=0.")
                        .append(random.nextInt(4));
            }
            Headers headers = Headers.of("Accept-Encoding", value.toString());
            for (String offer : offers) {
                String expected = AcceptEncoding.of(headers).chosen(AcceptEncoding.codings(offer));
                assertThat(RequestCodings.chosen(headers, offer)).isEqualTo(expected);
                assertThat(RequestCodings.chosen(headers, offer)).isEqualTo(expected);
            }
            assertThat(RequestCodings.accepts(headers, ContentCoding.BR))
                    .isEqualTo(AcceptEncoding.of(headers).accepts("br"));
        }
    }

    @Test
    void values_longer_than_any_browsers_are_not_remembered() {
        String shortest = "gzip, x-" + "y".repeat(RequestCodings.LONGEST_VALUE - 8);
        String longest = shortest + "y";

        assertThat(RequestCodings.chosen(Headers.of("Accept-Encoding", shortest), "gzip"))
                .isEqualTo("gzip");
        assertThat(RequestCodings.chosen(Headers.of("Accept-Encoding", longest), "gzip"))
                .isEqualTo("gzip");
        assertThat(RequestCodings.knows(shortest)).isTrue();
        assertThat(RequestCodings.knows(longest)).isFalse();
    }

    @Test
    void whatever_else_was_sent_a_value_in_use_is_remembered_again() {
        for (int i = 0; i <= RequestCodings.MOST_VALUES; i++) {
            RequestCodings.chosen(Headers.of("Accept-Encoding", "gzip, junk" + i), "gzip");
        }
        RequestCodings.chosen(Headers.of("Accept-Encoding", "gzip, in-use"), "gzip");

        assertThat(RequestCodings.knows("gzip, in-use")).isTrue();
    }

    @Test
    void absent_and_empty_fields_are_told_apart() {
        assertThat(RequestCodings.accepts(Headers.empty(), ContentCoding.GZIP)).isTrue();
        assertThat(RequestCodings.accepts(Headers.of("Accept-Encoding", ""), ContentCoding.GZIP))
                .isFalse();
        assertThat(RequestCodings.chosen(Headers.empty(), "gzip")).isEqualTo("identity");
    }
}
