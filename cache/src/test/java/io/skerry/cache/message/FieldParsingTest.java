package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.message.ByteRange.From;
import io.skerry.cache.message.ByteRange.FromTo;
import io.skerry.cache.message.ByteRange.Suffix;
import io.skerry.cache.message.EntityTag.Strength;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldParsingTest {

    @Test
    @Spec("9110 5.6.1")
    void list_members_are_split_outside_quoted_strings() {
        assertThat(FieldList.members(List.of(" a , b=\"c,\\\"d\" ,, ", "e")))
                .containsExactly("a", "b=\"c,\\\"d\"", "e");
        assertThat(FieldList.unquote("\"c,\\\"d\"")).isEqualTo("c,\"d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\"|STRONG|a",
                "W/\"a\"|WEAK|a",
                "\"\"|STRONG|''",
                "\"a,b\"|STRONG|a,b",
                "\"\u00fc\"|STRONG|\u00fc"
            })
    @Spec("9110 8.8.3")
    void entity_tags_are_read(String text, Strength strength, String opaque) {
        assertThat(EntityTag.parse(text)).contains(new EntityTag(strength, opaque));
        assertThat(new EntityTag(strength, opaque)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"", "w/\"a\"", "W\"a\"", "W\\\"a\"", "\"a b\"", "\"a\"b\"", "\"a"})
    @Spec("9110 8.8.3")
    void malformed_entity_tags_are_none(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "W/\"1\"|W/\"1\"|false|true",
                "W/\"1\"|W/\"2\"|false|false",
                "W/\"1\"|\"1\"|false|true",
                "\"1\"|\"1\"|true|true"
            })
    @Spec("9110 8.8.3.2")
    void entity_tags_compare_strongly_and_weakly(String one, String other, boolean strong, boolean weak) {
        EntityTag a = EntityTag.parse(one).orElseThrow();
        EntityTag b = EntityTag.parse(other).orElseThrow();
        assertThat(a.stronglyEquals(b)).isEqualTo(strong);
        assertThat(a.weaklyEquals(b)).isEqualTo(weak);
    }

    @Test
    @Spec("9110 13.1.2")
    void tag_lists_keep_commas_inside_tags_and_drop_what_is_malformed() {
        assertThat(EntityTagList.parse(List.of("\"a,b\", W/\"c\", junk", "\"d\\\"")))
                .isEqualTo(new EntityTagList.Listed(List.of(
                        new EntityTag(Strength.STRONG, "a,b"),
                        new EntityTag(Strength.WEAK, "c"),
                        new EntityTag(Strength.STRONG, "d\\"))));
        assertThat(EntityTagList.parse(List.of("*"))).isEqualTo(new EntityTagList.Any());
    }

    @Test
    @Spec("9110 14.1.2")
    void ranges_are_read_as_requested() {
        assertThat(RangeField.parse(Headers.of("Range", "Bytes=0-4, 9-,-3"), 3))
                .isEqualTo(new RangeField.Bytes(List.of(new FromTo(0, 4), new From(9), new Suffix(3))));
        assertThat(RangeField.parse(Headers.of("Range", "bytes=0-0,1-1,2-2"), 2))
                .isEqualTo(new RangeField.TooMany());
        assertThat(RangeField.parse(Headers.of("Range", "bytes=99999999999999999999-"), 2))
                .isEqualTo(new RangeField.Bytes(List.of(new From(Long.MAX_VALUE))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines=0-1",
                "bytes=",
                "bytes=-",
                "bytes=4-2",
                "bytes=a-b",
                "bytes 0-1",
                "bytes=0-1,x",
                "bytes=--1"
            })
    @Spec("9110 14.2")
    void malformed_ranges_are_ignored(String text) {
        assertThat(RangeField.parse(Headers.of("Range", text), 9)).isEqualTo(new RangeField.Ignored());
    }

    @ParameterizedTest
    @CsvSource({"0,4,10,0,4", "5,99,10,5,9", "0,0,1,0,0"})
    @Spec("9110 14.1.2")
    void ranges_resolve_within_the_length(long from, long to, long length, long first, long last) {
        assertThat(new FromTo(from, to).resolve(length)).contains(new ByteSpan(first, last));
    }

    @Test
    @Spec("9110 14.1.2")
    void ranges_beyond_the_end_are_unsatisfiable_and_suffixes_are_cut() {
        assertThat(new FromTo(10, 11).resolve(10)).isEmpty();
        assertThat(new From(10).resolve(10)).isEmpty();
        assertThat(new Suffix(0).resolve(10)).isEmpty();
        assertThat(new Suffix(99).resolve(10)).contains(new ByteSpan(0, 9));
        assertThat(new ByteSpan(0, 9).contentRange(10)).isEqualTo("bytes 0-9/10");
    }

    @Test
    @Spec("9110 7.6.1")
    void connection_specific_fields_and_those_named_go_no_further() {
        Headers received = Headers.of(
                "Connection",
                "close, X-Hop, Cache-Control, Host, Content-Length",
                "X-Hop",
                "1",
                "Keep-Alive",
                "5",
                "Transfer-Encoding",
                "chunked",
                "Proxy-Authorization",
                "x",
                "Cache-Control",
                "private",
                "Host",
                "h",
                "Content-Length",
                "3",
                "X-End",
                "2");
        assertThat(HopByHop.strip(received))
                .isEqualTo(Headers.of("Cache-Control", "private", "Host", "h", "Content-Length", "3", "X-End", "2"));
    }

    @Test
    void headers_without_connection_specific_fields_are_returned_as_they_are() {
        Headers plain = Headers.of("A", "1");
        assertThat(HopByHop.strip(plain)).isSameAs(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lang=en; lang=fr",
                "lang=en; LANG=fr",
                "lang =fr",
                "lang= en",
                "x=1,lang=fr",
                "lang=en, lang=fr",
                "x=\"; lang=en; \""
            })
    void cookie_that_servers_may_read_otherwise_has_no_key_that_others_have(String cookies) {
        assertThat(CookieField.keyed(Headers.of("Cookie", cookies), "lang")).isEqualTo(';' + cookies);
    }

    @Test
    void cookie_that_all_servers_read_alike_is_keyed_by_its_value() {
        Headers headers =
                Headers.of("Cookie", "a=\"x\"; lang=en; slang=de; b={\"lang\":1,\"c\":2}", "Cookie", "flag; c=lang");
        assertThat(CookieField.keyed(headers, "lang")).isEqualTo("en");
        assertThat(CookieField.keyed(headers, "flag")).isEmpty();
        assertThat(CookieField.keyed(headers, "d")).isEmpty();
        assertThat(CookieField.keyed(Headers.empty(), "d")).isEmpty();
    }

    @Test
    @Spec("6265 4.2")
    void cookies_are_found_by_exact_name_and_others_taken_out() {
        Headers headers = Headers.of("Cookie", "acurrency=x; currency=EUR ;session=1", "Cookie", "b=2", "A", "1");
        assertThat(CookieField.value(headers, "currency")).contains("EUR");
        assertThat(CookieField.value(headers, "Currency")).isEmpty();
        assertThat(CookieField.retain(headers, List.of("currency", "b")))
                .isEqualTo(Headers.of("A", "1", "Cookie", "currency=EUR; b=2"));
        assertThat(CookieField.retain(headers, List.of())).isEqualTo(Headers.of("A", "1"));
    }
}
