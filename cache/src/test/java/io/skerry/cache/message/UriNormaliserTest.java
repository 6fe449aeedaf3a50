package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.message.UriNormalisation.Fault;
import io.skerry.cache.message.UriNormalisation.Malformed;
import io.skerry.cache.message.UriNormalisation.Normalised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Spec("3986 6.2.2")
class UriNormaliserTest {

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/a/./b/../c,/a/c",
        "/a/b/..,/a/",
        "/a/.,/a/",
        "/..,/",
        "/../../a,/a",
        "/%2e%2E/a,/a",
        "/a%2fb,/a%2Fb",
        "/%61%7e%7E,/a~~",
        "/a?b=%2f&c=%61,/a?b=%2F&c=a",
        "/a?,/a",
        "/a//b,/a//b",
        "/a?x=/../y,/a?x=/../y",
        "/%c3%a9,/%C3%A9",
        "/.well-known/x,/.well-known/x",
        "/a/...,/a/..."
    })
    void paths_and_queries_have_one_form(String received, String normal) {
        assertThat(UriNormaliser.normalise("http", "h", received))
                .isInstanceOfSatisfying(
                        Normalised.class,
                        n -> assertThat(n.uri().pathAndQuery()).isEqualTo(normal));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP,EXAMPLE.com:80,http://example.com/",
        "https,example.com:443,https://example.com/",
        "https,example.com:80,https://example.com:80/",
        "http,example.com:,http://example.com/",
        "http,example.com.,http://example.com/",
        "https,Example.com.:8443,https://example.com:8443/",
        "https,example.com.:443,https://example.com/",
        "http,[2001:DB8::1]:8080,http://[2001:db8::1]:8080/",
        "http,A-Z_az.09:65535,http://a-z_az.09:65535/",
        "http,[AF::af:09],http://[af::af:09]/"
    })
    void hosts_are_lower_case_without_a_default_port_and_a_last_dot(String scheme, String authority, String url) {
        assertThat(UriNormaliser.normalise(scheme, authority, "/"))
                .isInstanceOfSatisfying(
                        Normalised.class, n -> assertThat(n.uri()).hasToString(url));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp,h,/,SCHEME",
        "http,'',/,AUTHORITY",
        "http,user@h,/,AUTHORITY",
        "http,h:99999,/,AUTHORITY",
        "http,h:0,/,AUTHORITY",
        "http,h..,/,AUTHORITY",
        "http,.,/,AUTHORITY",
        "http,'a b',/,AUTHORITY",
        "http,'a,b',/,AUTHORITY",
        "http,[::1,/,AUTHORITY",
        "http,[],/,AUTHORITY",
        "http,[::g],/,AUTHORITY",
        "http,[::١],/,AUTHORITY",
        "http,[::1]h,/,AUTHORITY",
        "http,a/b,/,AUTHORITY",
        "http,a?b,/,AUTHORITY",
        "http,a[b,/,AUTHORITY",
        "http,a`b,/,AUTHORITY",
        "http,a{b,/,AUTHORITY",
        "http,é,/,AUTHORITY",
        "http,h:65536,/,AUTHORITY",
        "http,h:/,/,AUTHORITY",
        "http,h:8a,/,AUTHORITY",
        "http,h,a,NOT_ABSOLUTE",
        "http,h,*,NOT_ABSOLUTE",
        "http,h,/%zz,PERCENT_ENCODING",
        "http,h,/%4,PERCENT_ENCODING",
        "http,h,/?a=%,PERCENT_ENCODING",
        "http,h,/%00,PERCENT_ENCODING",
        "http,h,'/a b',CHARACTER",
        "http,h,/a#b,CHARACTER",
        "http,h,/é,CHARACTER"
    })
    void what_is_no_valid_target_is_a_value_and_no_exception(
            String scheme, String authority, String target, Fault fault) {
        assertThat(UriNormaliser.normalise(scheme, authority, target)).isEqualTo(new Malformed(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "/other,https://h/other",
        "other,https://h/a/other",
        "?q=1,https://h/a/b?q=1",
        "//x/y,https://x/y",
        "https://H/a/../c#f,https://h/c",
        "../c,https://h/c",
        "'',https://h/a/b?old"
    })
    @Spec("3986 5.2")
    void references_are_resolved_against_the_target(String reference, String url) {
        TargetUri base = new TargetUri("https", "h", "/a/b", "old");
        assertThat(UriReference.resolve(base, reference))
                .map(TargetUri::toString)
                .contains(url);
    }

    @Test
    void a_reference_of_another_scheme_is_none() {
        assertThat(UriReference.resolve(new TargetUri("https", "h", "/", ""), "mailto:a@b"))
                .isEmpty();
    }
}
