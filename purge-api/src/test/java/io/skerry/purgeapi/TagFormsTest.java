package io.skerry.purgeapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagFormsTest {

    /** "größe" in UTF-8, each byte as a char. */
    private static final String AS_FIELD = "gr\u00c3\u00b6\u00c3\u009fe";

    @Test
    void tag_of_ascii_has_one_form() {
        assertThat(TagForms.of("product-42")).containsExactly("product-42");
    }

    @Test
    void tag_out_of_json_is_meant_as_fields_carry_it_too() {
        assertThat(TagForms.of("größe")).containsExactly("größe", AS_FIELD);
        assertThat(TagForms.of("價格")).contains("價格").hasSize(2);
    }

    @Test
    void tag_out_of_a_field_is_meant_as_functions_write_it_too() {
        assertThat(TagForms.of(AS_FIELD)).contains(AS_FIELD, "größe");
    }
}
