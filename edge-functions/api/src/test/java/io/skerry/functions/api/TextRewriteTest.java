package io.skerry.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRewriteTest {

    private static final Supplier<BodyTransform> PRICES = prices(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no token at all | no token at all",
                "{{price:17}} | <17>",
                "a {{price:17}} b {{price:é}} c | a <17> b <é> c",
                "{{price:1}}{{price:2}} | <1><2>",
                "{{{price:1}}} | {<1>}",
                "{{{{price:1}} | {{<1>",
                "{{pri{{price:1}} | {{pri<1>",
                "{{price:}} | <>",
                "{{price:unknown}} | {{price:unknown}}",
                "{{price:1} and no more | {{price:1} and no more",
                "{{price:1}x}} | <1}x>",
                "{{name:1}} | {{name:1}}",
                "{{price | {{price",
                "{ | {",
            })
    void tokens_are_replaced_wherever_chunks_end(String text, String expected) {
        for (int chunk = 1; chunk <= text.length(); chunk++) {
            assertThat(rewritten(text, chunk, PRICES)).as("chunks of %d", chunk).isEqualTo(expected);
        }
    }

    @Test
    void token_after_an_opening_that_never_closes_is_found() {
        String text = "{{price:" + "x".repeat(300) + "{{price:1}}";

        assertThat(rewritten(text, 7, PRICES)).isEqualTo("{{price:" + "x".repeat(300) + "<1>");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void any_text_comes_out_the_same_however_it_is_cut(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        String[] parts = {"{", "{{", "{{price:", "1", "}}", "}", "text ", "unknown", "{{price:2}}"};
        for (int i = 0; i < 500; i++) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        String whole = rewritten(text.toString(), text.length(), PRICES);

        assertThat(rewritten(text.toString(), 1, PRICES)).isEqualTo(whole);
        assertThat(rewritten(text.toString(), 13, PRICES)).isEqualTo(whole);
    }

    @Test
    void what_is_held_back_is_bounded() {
        BodyTransform transform = PRICES.get();
        List<Integer> lengths = new ArrayList<>();
        byte[] endless = ("{{price:" + "{".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        transform.accept(ByteBuffer.wrap(endless), out -> lengths.add(out.remaining()));

        int held = endless.length - lengths.stream().mapToInt(Integer::intValue).sum();
        assertThat(held).isLessThanOrEqualTo(TextRewrite.MAX_NAME_BYTES + 10);
    }

    @Test
    void replacement_is_written_in_the_charset_of_the_text() {
        assertThat(rewritten("Preis {{price:é}}", 3, prices(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
                .isEqualTo("Preis <é>");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, UTF-8",
        "UTF-16LE, UTF-16",
        "UTF-16LE, UTF-16BE",
        "UTF-16BE, windows-1252",
        "UTF-16BE, UTF-16",
        "UTF-16BE, UTF-16LE"
    })
    void byte_order_mark_says_what_a_text_is_written_in(String written, String declared) {
        Charset charset = Charset.forName(written);
        for (int chunk = 1; chunk < 4; chunk++) {
            assertThat(rewritten("\ufeff{{price:€1}} x{{price:2}}", chunk, prices(Charset.forName(declared)), charset))
                    .isEqualTo("\ufeff<€1> x<2>");
        }
    }

    @Test
    void utf_16_without_a_mark_is_little_endian() {
        assertThat(rewritten("a{{price:2}}", 3, prices(StandardCharsets.UTF_16), StandardCharsets.UTF_16LE))
                .isEqualTo("a<2>");
    }

    private static Supplier<BodyTransform> prices(Charset charset) {
        return TextRewrite.between(
                "{{price:", "}}", charset, id -> id.equals("unknown") ? Optional.empty() : Optional.of('<' + id + '>'));
    }

    private static String rewritten(String text, int chunk, Supplier<BodyTransform> supplier) {
        return rewritten(text, chunk, supplier, StandardCharsets.UTF_8);
    }

    private static String rewritten(String text, int chunk, Supplier<BodyTransform> supplier, Charset charset) {
        BodyTransform transform = supplier.get();
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        Consumer<ByteBuffer> out = bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            result.writeBytes(copy);
        };
        byte[] bytes = text.getBytes(charset);
        for (int at = 0; at < bytes.length; at += chunk) {
            transform.accept(ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at)), out);
        }
        transform.finish(out);
        return result.toString(charset);
    }
}
