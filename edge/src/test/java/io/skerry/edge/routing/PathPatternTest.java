package io.skerry.edge.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/, /, {}",
        "/live, /live, {}",
        "/assets/**, /assets, {}",
        "/assets/**, /assets/, {}",
        "/assets/**, /assets/a/b.css, {}",
        "/**, /, {}",
        "/**, //, {}",
        "'/blog/{rest...}', /blog/2024/a, {rest=2024/a}",
        "'/blog/{rest...}', /blog, {rest=}",
        "'/blog/{rest...}', /blog/, {rest=}",
        "'/{all...}', /x/y, {all=x/y}",
        "'/image/{size}/{file}', /image/800x600/a.jpg, '{size=800x600, file=a.jpg}'",
        "'/image/{w}x{h}/{file}', /image/800x600/a.jpg, '{w=800, h=600, file=a.jpg}'",
        "'/{name}.min.js', /app.min.min.js, {name=app.min}",
        "/img/*/a, /img/x/a, {}",
        "/*.css, /style.css, {}",
        "'/v{n}/**', /v2/x/y, {n=2}",
        "/caf\u00e9, /caf%C3%A9, {}",
        "/caf%c3%a9, /caf%C3%A9, {}",
        "/%7euser, /~user, {}",
        "/a%2fb, /a%2Fb, {}",
        "'/{a}/', /x/, {a=x}",
    })
    void path_is_accepted_with_its_captures(String pattern, String path, String captures) {
        assertThat(PathPattern.parse(pattern).match(path)).get().hasToString(captures);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /a",
        "/live, /live/",
        "/live, /liver",
        "/live, /liv",
        "/assets/**, /assetsx",
        "/assets/**, /asset",
        "'/image/{size}/{file}', /image/800x600",
        "'/image/{size}/{file}', /image//a.jpg",
        "'/image/{size}/{file}', /image/1/2/3",
        "'/image/{w}x{h}/{file}', /image/x600/a.jpg",
        "'/image/{w}x{h}/{file}', /image/800x/a.jpg",
        "'/image/{w}x{h}/{file}', /image/800/a.jpg",
        "/*.css, /.css",
        "/*.css, /a/b.css",
        "'/blog/{rest...}', /blogs",
        "/a%2fb, /a/b",
    })
    void path_is_not_accepted(String pattern, String path) {
        assertThat(PathPattern.parse(pattern).match(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "*",
                "/a/**/b",
                "/{a...}/b",
                "/{a}/{a}",
                "/{a}{b}",
                "/{",
                "/}",
                "/{}",
                "/{1}",
                "/{a b}",
                "/a?b",
                "/a#b",
                "/../a",
                "/a/.",
                "/%",
                "/%g0",
                "/%4",
                "/{a}*",
                "/x{a...}",
                "/***"
            })
    void text_that_is_no_pattern_is_refused(String text) {
        assertThatThrownBy(() -> PathPattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/**, /a",
        "/**, '/{a}/{b...}'",
        "/a/**, /a",
        "/a/**, /a/b/**",
        "'/{x}', /a",
        "'/{x}', '/{y}.css'",
        "'/{x}.css', '/{y}.min.css'",
        "/a, /a",
        "'/a/{x}', /a/*",
        "'/{x}/**', '/{y}'",
    })
    void pattern_covers_another(String pattern, String other) {
        assertThat(PathPattern.parse(pattern).covers(PathPattern.parse(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /**",
        "/a/**, /**",
        "/a/b, /a/**",
        "/a, /b",
        "'/{y}.css', '/{x}'",
        "'/{x}', '/{x}/**'",
        "'/{x}', /a/b",
        "'/a/{x}/**', /a/**",
    })
    void pattern_does_not_cover_another(String pattern, String other) {
        assertThat(PathPattern.parse(pattern).covers(PathPattern.parse(other))).isFalse();
    }

    @Test
    void anonymous_wildcards_have_no_names() {
        PathPattern pattern = PathPattern.parse("/a/*/{name}/**");

        assertThat(pattern.captureNames()).containsExactly("name");
        assertThat(pattern.match("/a/b/c/d").orElseThrow().asMap()).containsExactly(Map.entry("name", "c"));
    }

    @Test
    void pattern_without_captures_allocates_no_captures() {
        assertThat(PathPattern.parse("/a/**").match("/a/b")).containsSame(Captures.NONE);
    }
}
