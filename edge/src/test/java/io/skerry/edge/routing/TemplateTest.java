package io.skerry.edge.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    void names_are_replaced_by_what_was_captured() {
        Captures captures =
                PathPattern.parse("/i/{size}/{file}").match("/i/1x2/a%20b.jpg").orElseThrow();

        assertThat(Template.parse("/o/{file}?s={size}&t={size}").expand(captures))
                .isEqualTo("/o/a%20b.jpg?s=1x2&t=1x2");
    }

    @Test
    void text_without_names_stays_as_it_is() {
        assertThat(Template.parse("/plain}").expand(Captures.NONE)).isEqualTo("/plain}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "{a", "{a...}", "{a b}", "x{{a}}"})
    void braces_around_anything_but_a_name_are_refused(String text) {
        assertThatThrownBy(() -> Template.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
