package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 12.5.3. */
class AcceptEncodingTest {

    private static final List<ContentCoding> ALL = List.of(ContentCoding.values());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gzip, deflate, br, zstd       | zstd,br,gzip
                    gzip, deflate, br             | br,gzip
                    gzip, br;q=0.5                | gzip,br
                    br;q=0.5, gzip;q=0.5          | br,gzip
                    GZIP;Q=1.0 , Br;q=0           | gzip
                    x-gzip                        | gzip
                    *                             | zstd,br,gzip
                    *;q=0                         | identity
                    *;q=0, gzip                   | gzip
                    br;q=0, *                     | zstd,gzip
                    gzip;q=0                      | identity
                    identity                      | identity
                    identity;q=0                  | identity
                    identity;q=0, br              | br
                    identity;q=0.8, br;q=0.5      | identity
                    identity;q=0.5, br;q=0.5      | br
                    deflate                       | identity
                    gzip;q=nonsense               | gzip
                    gzip;q=2                      | gzip
                    gzip;q=0.0001                 | identity
                    gzip;foo=bar;q=0              | identity
                    """)
    void what_is_chosen_follows_weights_then_the_offer(String field, String chosen) {
        assertThat(AcceptEncoding.of(Headers.of("Accept-Encoding", field)).chosen(ALL))
                .isEqualTo(chosen);
    }

    @Test
    void request_without_the_field_asks_for_nothing_and_takes_everything() {
        AcceptEncoding absent = AcceptEncoding.of(Headers.empty());

        assertThat(absent.chosen(ALL)).isEqualTo("identity");
        assertThat(absent.accepts("gzip")).isTrue();
    }

    @Test
    void empty_field_takes_only_what_is_not_coded() {
        AcceptEncoding empty = AcceptEncoding.of(Headers.of("Accept-Encoding", ""));

        assertThat(empty.chosen(ALL)).isEqualTo("identity");
        assertThat(empty.accepts("gzip")).isFalse();
        assertThat(empty.accepts("identity")).isTrue();
    }

    @Test
    void identity_is_refused_by_name_or_by_a_star_only() {
        assertThat(AcceptEncoding.of(Headers.of("Accept-Encoding", "gzip")).accepts("identity"))
                .isTrue();
        assertThat(AcceptEncoding.of(Headers.of("Accept-Encoding", "identity;q=0"))
                        .accepts("identity"))
                .isFalse();
        assertThat(AcceptEncoding.of(Headers.of("Accept-Encoding", "*;q=0")).accepts("identity"))
                .isFalse();
    }

    @Test
    void several_lines_are_one_list() {
        assertThat(AcceptEncoding.of(Headers.of("Accept-Encoding", "gzip", "accept-encoding", "br"))
                        .chosen(ALL))
                .isEqualTo("br,gzip");
    }

    @Test
    void only_what_is_offered_is_chosen_and_the_offer_breaks_ties() {
        AcceptEncoding all = AcceptEncoding.of(Headers.of("Accept-Encoding", "zstd, br, gzip"));

        assertThat(all.chosen(AcceptEncoding.codings("gzip,br"))).isEqualTo("gzip,br");
        assertThat(all.chosen(List.of())).isEqualTo("identity");
        assertThat(AcceptEncoding.codings("gzip,unknown")).containsExactly(ContentCoding.GZIP);
    }

    @Test
    void any_text_whatever_is_read_without_failing() {
        Random random = new Random(7);
        String alphabet = "gzipbrtdsq=;, *01.\"\\\t\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThatCode(() -> AcceptEncoding.of(Headers.of("Accept-Encoding", text.toString()))
                            .chosen(ALL))
                    .doesNotThrowAnyException();
        }
    }
}
