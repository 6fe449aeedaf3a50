package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurrogateKeysTest {

    private static final byte[] NOTHING = {};

    @Test
    void keys_of_all_lines_are_tags_and_the_soft_field_sets_the_mode() {
        assertThat(SurrogateKeys.parse(List.of("a  b", "\tc "), List.of("1"), NOTHING))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(
                                new PurgeItem.Tag("Surrogate-Key", "a"),
                                new PurgeItem.Tag("Surrogate-Key", "b"),
                                new PurgeItem.Tag("Surrogate-Key", "c")),
                        how(PurgeMode.SOFT),
                        Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void request_that_is_not_clear_is_refused() {
        assertRefused(SurrogateKeys.parse(List.of(" "), List.of(), NOTHING), "Surrogate-Key");
        assertRefused(SurrogateKeys.parse(List.of("a"), List.of("yes"), NOTHING), "Fastly-Soft-Purge");
        assertRefused(SurrogateKeys.parse(List.of("a"), List.of(), new byte[2]), "");
        assertRefused(SurrogateKeys.parse(List.of("a ".repeat(501)), List.of(), NOTHING), "Surrogate-Key");
    }

    @Test
    void keys_in_the_content_are_tags() {
        byte[] content = "{\"surrogate_keys\": [\"a\", \"b\"]}".getBytes(StandardCharsets.UTF_8);
        assertThat(SurrogateKeys.parse(List.of(), List.of(), content))
                .isEqualTo(new ParsedBody.Parsed(new PurgeCommand(
                        List.of(
                                new PurgeItem.Tag("/surrogate_keys/0", "a"),
                                new PurgeItem.Tag("/surrogate_keys/1", "b")),
                        how(PurgeMode.HARD),
                        Optional.empty(),
                        Optional.empty())));
        assertRefused(SurrogateKeys.parse(List.of(), List.of(), NOTHING), "/surrogate_keys");
        byte[] wrong = "{\"surrogate_keys\": \"a\"}".getBytes(StandardCharsets.UTF_8);
        assertRefused(SurrogateKeys.parse(List.of(), List.of(), wrong), "/surrogate_keys");
    }

    @Test
    void content_that_names_its_keys_twice_is_refused() {
        byte[] twice = "{\"surrogate_keys\": [\"a\"], \"surrogate_keys\": [\"b\"]}".getBytes(StandardCharsets.UTF_8);
        assertRefused(SurrogateKeys.parse(List.of(), List.of(), twice), "");
    }

    private static PurgeCommand.How how(PurgeMode mode) {
        return new PurgeCommand.How(mode, PurgeReach.CLUSTER, PurgeCommand.Action.PURGE);
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
