package io.skerry.edge.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.routing.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {

    @ParameterizedTest
    @CsvSource({
        "/assets, /public, /assets/app.js, /public/app.js",
        "/assets, /public, /assets, /public",
        "/assets, /public, /assetsother/app.js, /assetsother/app.js",
        "/assets, /, /assets/app.js, /app.js",
        "/assets, /, /assets, /",
        "/, /v1, /app.js, /v1/app.js",
        "/a, /b, /c, /c"
    })
    void prefix_is_replaced_on_whole_segments_alone(String prefix, String to, String path, String rewritten) {
        assertThat(new PathRewrite.Prefix(prefix, to).apply(path, Captures.NONE))
                .isEqualTo(rewritten);
    }
}
