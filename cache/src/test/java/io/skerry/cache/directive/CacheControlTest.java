package io.skerry.cache.directive;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.message.Headers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=3600|max-age=3600",
                "MaX-aGe=3600|max-age=3600",
                "foobar, max-age=003600|max-age=3600",
                "max-age=\"3600\"|max-age=3600",
                "max-age=99999999999|max-age=2147483648",
                "max-age=-3600|max-age=0",
                "max-age=3600.5|max-age=0",
                "max-age='3600'|max-age=0",
                "max-age=|max-age=0",
                "max-age|max-age=0",
                "max-age= 3600|max-age=0",
                "max-age =3600|max-age=0",
                "max-stale =5|max-stale=0",
                "max-age=1800, max-age=1|max-age=1",
                "max-age=1, max-age=1800|max-age=1",
                "extension=\"max-age=3600\", max-age=1|max-age=1",
                "max-age=1, extension=\"max-age=3600|max-age=1",
                "no-store=yes, NO-CACHE|no-cache, no-store",
                "max-stale|max-stale=2147483648",
                "max-stale=x|max-stale=0",
                "stale-while-revalidate=5, stale-if-error=x|stale-while-revalidate=5, stale-if-error=0",
                "s-maxage=3, stale-while-revalidate, stale-if-error|s-maxage=3",
                "stale-while-revalidate=, stale-if-error =5|stale-while-revalidate=0, stale-if-error=0",
                ",, ,|''",
                "public, immutable, must-understand, proxy-revalidate, s-maxage=1|"
                        + "s-maxage=1, must-understand, proxy-revalidate, public, immutable"
            })
    @Spec("9111 5.2")
    void directives_are_read_in_the_careful_direction(String text, String meaning) {
        assertThat(CacheControl.parse(text)).hasToString(meaning);
    }

    @Test
    @Spec("9111 5.2.2.4")
    void field_names_narrow_no_cache_and_private_unless_they_also_stand_bare() {
        CacheControl named = CacheControl.of(Headers.of(
                "Cache-Control", "no-cache=\"a, b\"", "Cache-Control", "no-cache=c, private=\"\", max-age=1"));
        assertThat(named.noCacheOfAll()).isFalse();
        assertThat(named.noCacheFields()).isEqualTo(List.of("a", "b", "c"));
        assertThat(named.privateOfAll()).isTrue();
        assertThat(CacheControl.parse("private =\"a\"").privateOfAll()).isTrue();
        CacheControl both = CacheControl.parse("private=\"a\", private");
        assertThat(both.privateOfAll()).isTrue();
        assertThat(both.privateFields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=3600|max-age=3600",
                "foobar, max-age=3600|max-age=3600",
                "max-age=99999999999|max-age=2147483648",
                "max-age=-1|max-age=0",
                "no-store;a=1, max-age=5;b|max-age=5, no-store",
                "max-age=1, max-age=7|max-age=7",
                "no-store=?0, public|public",
                "private=\"a\"|private",
                "x=(a b);q, y=:aGk=:, z=1.5, max-age=5|max-age=5",
                "unknown|''"
            })
    @Spec("9213 2.1")
    void a_targeted_field_is_a_dictionary(String text, String meaning) {
        assertThat(TargetedCacheControl.parse(text)).map(CacheControl::toString).contains(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "max-age=10000, &&&&&",
                "max-age=\"10000\"",
                "max-age =100",
                "max-age= 100",
                "MaX-aGe=3600",
                "max-age=5,",
                "max-age=5 no-store",
                "a=\"x",
                "a=?2",
                "a=(b",
                "a=1.",
                "a=1234567890123456",
                "max-age",
                "a=\u00e9"
            })
    @Spec("9213 2.2")
    void a_targeted_field_that_does_not_parse_is_ignored(String text) {
        assertThat(TargetedCacheControl.parse(text)).isEmpty();
    }

    @Test
    @Spec("9213 2.2")
    void the_first_valid_field_of_the_target_list_counts() {
        Headers headers = Headers.of("A-CC", "&", "B-CC", "max-age=2", "CDN-Cache-Control", "max-age=3");
        assertThat(TargetedCacheControl.of(headers, List.of("A-CC", "B-CC", "CDN-Cache-Control")))
                .contains(CacheControl.parse("max-age=2"));
        assertThat(ResponseDirectives.of(Headers.of("Cache-Control", "no-store"), List.of("A-CC")))
                .isEqualTo(new ResponseDirectives(CacheControl.parse("no-store"), ResponseDirectives.Field.PLAIN));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void many_members_take_no_longer_each_than_few() {
        String listed = "no-cache=a,".repeat(100_000);
        StringBuilder keyed = new StringBuilder("max-age=1");
        for (int i = 0; i < 100_000; i++) {
            keyed.append(", key").append(i);
        }

        assertThat(CacheControl.parse(listed).noCacheFields()).hasSize(100_000);
        assertThat(ResponseDirectives.of(
                                Headers.of("CDN-Cache-Control", keyed.toString()), List.of("CDN-Cache-Control"))
                        .cacheControl()
                        .seconds(Directive.MAX_AGE))
                .hasValue(1);
    }
}
