package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPartsTest {

    @Test
    void part_that_cannot_be_closed_keeps_no_other_from_it_whatever_it_throws() {
        List<String> closed = new ArrayList<>();
        OpenParts parts = new OpenParts(Duration.ofSeconds(1));
        parts.opened(() -> closed.add("store"));
        parts.opened(() -> {
            throw new IllegalStateException("made up");
        });
        parts.opened(() -> {
            throw new NoClassDefFoundError("made up");
        });
        parts.opened(() -> closed.add("listeners"));

        parts.close();

        assertThat(closed).containsExactly("listeners", "store");
    }
}
