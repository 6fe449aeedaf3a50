package io.skerry.edge.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.key.NegotiatedInput;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantInput.Kind;
import io.skerry.cache.message.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientVaryTest {

    @Test
    void fields_that_inputs_are_read_from_are_named_once() {
        List<VariantInput> inputs = List.of(
                new VariantInput(Kind.HEADER, "x-group"),
                new VariantInput(Kind.COOKIE, "currency"),
                new VariantInput(Kind.COOKIE, "segment"),
                new VariantInput(Kind.CODING, "br,gzip"),
                NegotiatedInput.imageFormats());

        assertThat(ClientVary.told(Headers.empty(), inputs).all("Vary"))
                .containsExactly("x-group, cookie, accept-encoding, accept");
        assertThat(ClientVary.told(Headers.of("Vary", "Accept", "Vary", "X-Group,Origin"), inputs)
                        .all("Vary"))
                .containsExactly("Accept, X-Group, Origin, cookie, accept-encoding");
    }

    @Test
    void what_no_field_tells_is_not_named() {
        List<VariantInput> inputs = List.of(
                new VariantInput(Kind.GEO, "country"),
                new VariantInput(Kind.DIMENSION, "group"),
                new VariantInput(Kind.QUERY, "size"));

        assertThat(ClientVary.told(Headers.empty(), inputs)).isEqualTo(Headers.empty());
    }

    @Test
    void vary_that_says_all_already_stays_as_it_is() {
        Headers named = Headers.of("Vary", "accept ,X-Group");
        Headers everything = Headers.of("Vary", "*");
        List<VariantInput> inputs = List.of(new VariantInput(Kind.HEADER, "x-group"));

        assertThat(ClientVary.told(named, inputs)).isSameAs(named);
        assertThat(ClientVary.told(everything, inputs)).isSameAs(everything);
    }
}
