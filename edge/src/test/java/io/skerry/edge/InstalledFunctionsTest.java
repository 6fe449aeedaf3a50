package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.functions.api.Required;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions on the class path whose settings no routes file can hold. */
class InstalledFunctionsTest {

    @Test
    void function_whose_settings_cannot_be_read_is_named() {
        assertThatThrownBy(() -> InstalledFunctions.readable(
                        new FunctionSettingsCatalogue(Map.of("fine", Fine.class, "threads", Threads.class))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the settings of function threads cannot be used: no shape for java.lang.Thread in a settings"
                                + " record");
        assertThatThrownBy(() ->
                        InstalledFunctions.readable(new FunctionSettingsCatalogue(Map.of("without", Without.class))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("function without")
                .hasMessageContaining("Without.text has neither @Required nor @Default");
    }

    /** Nothing can stand for such a record: of a file without it, or with a mistake in it, the reader would fail. */
    @Test
    void record_that_requires_a_key_has_to_be_required_itself() {
        assertThatThrownBy(() ->
                        InstalledFunctions.readable(new FunctionSettingsCatalogue(Map.of("nested", Nested.class))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("function nested")
                .hasMessageContaining("Nested.inner has neither @Required nor @Default");
    }

    @Test
    void settings_of_those_that_are_installed_can_be_read() {
        assertThat(InstalledFunctions.settings().settings()).containsKey("geo-price");
    }

    record Fine(@Required String text) {}

    record Threads(@Required Thread thread) {}

    record Without(String text) {}

    record Nested(Fine inner) {}
}
