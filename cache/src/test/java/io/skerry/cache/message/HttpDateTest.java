package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9110 5.6.7")
class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994|1994-11-06T08:49:37Z",
                "Wed Nov 16 08:49:37 1994|1994-11-16T08:49:37Z",
                "THU, 18 AUG 2050 02:01:18 gMT|2050-08-18T02:01:18Z",
                "Thursday, 18-Aug-50 02:01:18 GMT|2050-08-18T02:01:18Z",
                "Tuesday, 18-Aug-77 02:01:18 GMT|1977-08-18T02:01:18Z",
                "Sunday, 18-Aug-76 02:01:18 GMT|2076-08-18T02:01:18Z",
                "Sun, 21 Nov 2286 04:46:39 GMT|2286-11-21T04:46:39Z",
                "Thu, 29 Feb 2024 23:59:60 GMT|2024-03-01T00:00:00Z"
            })
    void a_date_in_one_of_three_forms_is_read(String text, String instant) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "Thu, 18 Aug 2050 02:01:18 UTC",
                "Thu, 18 Aug 2050 02:01:18 AEST",
                "Thu, 18 Aug 50 02:01:18 GMT",
                "Thu 18 Aug 2050 02:01:18 GMT",
                "Thu, 18  Aug  2050 02:01:18 GMT",
                "Thu, 18-Aug-2050 02:01:18 GMT",
                "Thu, 18 Aug 2050 02.01.18 GMT",
                "Thu, 18 Aug 2050 2:01:18 GMT",
                "Thu, 31 Feb 2050 02:01:18 GMT",
                "Thu, 18 Aug 2050 24:01:18 GMT",
                "Xyz, 18 Aug 2050 02:01:18 GMT",
                "Thu, 1a Aug 2050 02:01:18 GMT",
                "Sunday, 06-Nov-xx 08:49:37 GMT",
                "Thu, 18 Aug 2050 02:01:18 GMT "
            })
    void anything_else_is_no_date(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void the_form_that_is_sent_is_imf_fixdate() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
