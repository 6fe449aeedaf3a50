package io.skerry.purgeapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitPreferenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5                   | 5  | wait=5",
                "respond-async, Wait = 7  | 7  | wait=7",
                "wait=0                   | 0  | wait=0",
                "wait=31                  | 30 | wait=30",
                "wait=99999999999999      | 30 | wait=30",
                "waiting=9                | 2  | ''",
                "wait                     | 2  | ''",
                "wait=-1                  | 2  | ''",
                "wait=1s                  | 2  | ''",
                "''                       | 2  | ''"
            })
    void wait_is_granted_up_to_half_a_minute_and_what_is_not_understood_is_ignored(
            String line, int seconds, String applied) {
        WaitPreference preference = WaitPreference.of(List.of(line));
        assertThat(preference.time()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(preference.applied().orElse("")).isEqualTo(applied);
    }

    @Test
    void first_of_several_lines_counts() {
        assertThat(WaitPreference.of(List.of("return=minimal", "wait=3", "wait=9"))
                        .time())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(WaitPreference.of(List.of()).time()).isEqualTo(Duration.ofSeconds(2));
    }
}
