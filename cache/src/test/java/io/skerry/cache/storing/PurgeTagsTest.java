package io.skerry.cache.storing;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PurgeTagsTest {

    @Test
    void tags_are_read_from_every_vendors_field() {
        Headers headers = Headers.of(
                "Cache-Tag",
                "a, b c",
                "Surrogate-Key",
                "d  e",
                "edge-cache-tag",
                "f",
                "xkey",
                "g",
                "Cache-Groups",
                "\"h\", \"i;j\";p=1, k",
                "X",
                "z");
        assertThat(PurgeTags.of(headers))
                .isEqualTo(new PurgeTags.Tags(Set.of("a", "b c", "d", "e", "f", "g", "h", "i;j")));
        assertThat(PurgeTags.strip(headers)).isEqualTo(Headers.of("X", "z"));
    }
}
