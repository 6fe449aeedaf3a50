package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.invalidation.PurgeMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurrogateKeysTest {

    @Test
    void keys_of_all_lines_are_tags_and_the_soft_field_sets_the_mode() {
        assertThat(SurrogateKeys.parse(List.of("a  b", "\tc "), List.of("1"), 0))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(
                                new PurgeItem.Tag("Surrogate-Key", "a"),
                                new PurgeItem.Tag("Surrogate-Key", "b"),
                                new PurgeItem.Tag("Surrogate-Key", "c")),
                        PurgeMode.SOFT,
                        Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void request_that_is_not_clear_is_refused() {
        assertRefused(SurrogateKeys.parse(List.of(" "), List.of(), 0), "Surrogate-Key");
        assertRefused(SurrogateKeys.parse(List.of("a"), List.of("yes"), 0), "Fastly-Soft-Purge");
        assertRefused(SurrogateKeys.parse(List.of("a"), List.of(), 2), "");
        assertRefused(SurrogateKeys.parse(List.of("a ".repeat(501)), List.of(), 0), "Surrogate-Key");
    }

    private static void assertRefused(ParsedBody body, String pointer) {
        assertThat(body)
                .isInstanceOfSatisfying(
                        ParsedBody.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(FieldError::pointer)
                                .containsExactly(pointer));
    }
}
