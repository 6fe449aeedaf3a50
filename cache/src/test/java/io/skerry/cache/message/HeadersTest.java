package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final String CHARACTERS = "aAbBzZ019-_^~`";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_name_is_found_exactly_where_a_line_has_it_in_any_case(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> names = new ArrayList<>();
            Headers.Builder builder = Headers.builder();
            for (int i = random.nextInt(20); i > 0; i--) {
                names.add(name(random));
                builder.add(names.getLast(), "v");
            }
            Headers headers = builder.build();
            String asked = name(random);

            boolean there = names.stream().anyMatch(asked::equalsIgnoreCase);
            assertThat(headers.contains(asked)).isEqualTo(there);
            assertThat(headers.followedBy("X", "1").contains(asked)).isEqualTo(there || asked.equalsIgnoreCase("x"));
            names.forEach(name ->
                    assertThat(headers.contains(name.toUpperCase(Locale.ROOT))).isTrue());
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return name.toString();
    }

    @Test
    void lines_that_follow_come_behind_those_before() {
        Headers headers = Headers.of("A", "1").followedBy("B", "2", "a", "3");

        assertThat(headers).isEqualTo(Headers.of("A", "1", "B", "2", "a", "3"));
        assertThat(headers.all("A")).containsExactly("1", "3");
    }

    @Test
    void a_builder_removes_every_line_of_a_name_and_keeps_the_order_of_the_others() {
        Headers.Builder builder = Headers.of("A", "1", "B", "2", "a", "3", "C", "4").toBuilder();

        assertThat(builder.remove("A").add("D", "5").build()).isEqualTo(Headers.of("B", "2", "C", "4", "D", "5"));
    }

    @Test
    void a_builder_that_has_built_may_go_on_without_changing_what_it_built() {
        Headers.Builder builder = Headers.builder().add("A", "1");
        Headers first = builder.build();
        builder.set("A", "2");

        assertThat(first).isEqualTo(Headers.of("A", "1"));
    }
}
