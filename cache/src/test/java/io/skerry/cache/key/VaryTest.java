package io.skerry.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Sample;
import io.skerry.cache.Spec;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.cache.message.Headers;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9111 4.1")
class VaryTest {

    @ParameterizedTest
    @ValueSource(strings = {"*", "*, *", ", *", "*, Foo", "Foo, *", "Foo , * , Bar"})
    void a_star_in_any_position_selects_nothing(String vary) {
        assertThat(VaryRule.of(Headers.of("Vary", vary))).isEqualTo(new VaryRule.Never());
        assertThat(VaryRule.of(Headers.of("Vary", "Foo", "vary", vary))).isEqualTo(new VaryRule.Never());
    }

    @Test
    void fields_are_lower_case_sorted_and_named_once() {
        assertThat(VaryRule.of(Headers.of("Vary", "Foo, bar", "Vary", "FOO")))
                .isEqualTo(new VaryRule.By(
                        List.of(new VariantInput(Kind.HEADER, "bar"), new VariantInput(Kind.HEADER, "foo"))));
        assertThat(VaryRule.of(Headers.empty())).isEqualTo(new VaryRule.By(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accept-encoding|gzip, deflate, br|br, gzip ,DEFLATE",
                "accept-encoding|gzip;q=1.0, br;q=0.5|br, gzip",
                "accept-encoding|gzip, br;q=0|gzip",
                "accept-language|en, de|de, en",
                "accept-language|en, de|eN, De",
                "accept-language|en, de|' en , de'",
                "accept-language|fr;q=0.5, de|de;q=1.0,fr;q=0.3",
                "accept|text/html, */*;q=0.8|*/*;q=0.80,TEXT/html",
                "foo|1,2|' 1, 2 '"
            })
    void requests_that_mean_the_same_have_the_same_variant(String name, String one, String other) {
        assertThat(InputNormaliser.normalise(name, List.of(one)))
                .isEqualTo(InputNormaliser.normalise(name, List.of(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accept-encoding|gzip|br",
                "accept-encoding|gzip;q=0|gzip",
                "accept-language|en;q=0.5, de|de;q=0.5, en",
                "accept-language|en, de|en;q=0.1, de",
                "accept|text/html|text/html;q=0.5",
                "foo|1 2|12",
                "foo|a|A",
                "origin|https://a.example|,https://a.example",
                "origin|https://a.example|'https://a.example,'",
                "foo|1,2|1,,2",
                "foo|,|''"
            })
    void requests_that_mean_something_else_have_another_variant(String name, String one, String other) {
        assertThat(InputNormaliser.normalise(name, List.of(one)))
                .isNotEqualTo(InputNormaliser.normalise(name, List.of(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en, de|=de",
                "fr;q=0.5, de;q=1.0|=de",
                "DE|=de",
                "de;q=0.5, en|en;de",
                "en|en",
                "de-AT, de;q=0.9|de-at;de",
                "de;q=0|''"
            })
    void a_response_in_the_language_a_client_wants_most_is_asked_for_by_that_alone(String wanted, String value) {
        assertThat(RequestInputs.of(Sample.get("Accept-Language", wanted)).value(NegotiatedInput.language("de")))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8|image/avif,image/webp",
                "image/webp,image/avif,image/png;q=0.5|image/avif,image/webp",
                "image/avif;q=0, image/webp|=image/webp,image/avif;q=0",
                "x/webp|=x/webp",
                "image/webp;v=1|=image/webp;v=1",
                "image/heic, image/heic-sequence|image/heic",
                "image/*, */*|''"
            })
    void images_are_selected_by_the_modern_formats_that_a_client_names(String accept, String value) {
        assertThat(RequestInputs.of(Sample.get("Accept", accept)).value(NegotiatedInput.imageFormats()))
                .isEqualTo(value);
    }

    @Test
    void several_lines_are_one_value() {
        assertThat(InputNormaliser.normalise("foo", List.of("1", "2"))).isEqualTo("1,2");
        assertThat(InputNormaliser.normalise("foo", List.of("", "2"))).isEqualTo(",2");
    }

    @Test
    void a_request_gives_its_fields_cookies_and_parameters_and_asks_others_for_the_rest() {
        RequestInputs inputs = new RequestInputs(
                Sample.get("Foo", " 1 ", "Cookie", "c=2").withTarget(Sample.URI.withQuery("x&q=3")),
                input -> input.kind() + ":" + input.name());
        assertThat(inputs.value(new VariantInput(Kind.HEADER, "foo"))).isEqualTo("1");
        assertThat(inputs.value(new VariantInput(Kind.HEADER, "bar"))).isEmpty();
        assertThat(inputs.value(new VariantInput(Kind.COOKIE, "c"))).isEqualTo("2");
        assertThat(inputs.value(new VariantInput(Kind.QUERY, "q"))).isEqualTo("3");
        assertThat(inputs.value(new VariantInput(Kind.GEO, "country"))).isEqualTo("GEO:country");
    }

    @Test
    void a_field_that_is_far_too_long_is_compared_as_it_is() {
        String some = "de, en;q=0.5" + ", x".repeat(1_000);
        String same = "en;q=0.5, de" + ", x".repeat(1_000);
        VariantInput german = NegotiatedInput.language("de");

        assertThat(InputNormaliser.normalise("accept-language", List.of(some)))
                .isNotEqualTo(InputNormaliser.normalise("accept-language", List.of(same)));
        assertThat(RequestInputs.header(Headers.of("Accept-Language", some), german.name()))
                .isEqualTo("de,en;q=0.5," + String.join(",", Collections.nCopies(1_000, "x")));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_vary_of_many_names_is_read_in_no_time() {
        // A hundred thousand names compared with each other take a minute.
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            names.append("name-").append(i).append(',');
        }
        assertThat(VaryRule.of(Headers.of("Vary", names.toString()))).isEqualTo(new VaryRule.TooMany());
    }
}
