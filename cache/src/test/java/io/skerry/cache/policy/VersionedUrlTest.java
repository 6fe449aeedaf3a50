package io.skerry.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/style.v2.css",
                "/app.3f9c1b2a.js",
                "/app-3f9c1b2.min.js",
                "/assets/index-BX3aQf9k.js",
                "/jquery-3.7.1.min.js",
                "/img/logo_v12.png",
                "/4bd1b696-f785427dddbba9fb.js",
                "/0123456789abcdef0123456789abcdef.woff2",
                "/a.css?v=42",
                "/a.css?x=1&ver=1.2.3",
                "/a.css?3f9c1b2a",
                "/page?hash=9f8e",
                "/main.k3j9x0q2.css"
            })
    void a_hash_or_version_is_recognised(String url) {
        assertThat(VersionedUrl.recognises(uri(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/style.css",
                "/app.min.js",
                "/product/3f9c1b2a",
                "/report-2024.pdf",
                "/report-2024-01-02.pdf",
                "/report-1.2.2024.pdf",
                "/photo-1280x800.jpg",
                "/my-Chapter12.html",
                "/budget-2024dec.pdf",
                "/background-facade1.jpg",
                "/bootstrap.bundle.js",
                "/a.css?v=",
                "/a.css?v=latest",
                "/a.css?view=42",
                "/a.css?q=3f9c1b2a",
                "/invoice-12345678.pdf",
                "/v2/users.json",
                "/a1b2c3d.html",
                "/archive.tar.gz"
            })
    void names_dates_sizes_and_numbers_are_no_versions(String url) {
        assertThat(VersionedUrl.recognises(uri(url))).isFalse();
    }

    @Test
    void a_policy_for_versioned_urls_falls_back_to_standard_for_others() {
        CachePolicy versioned = CachePolicy.named("versioned")
                .ttl(TtlRule.always(java.time.Duration.ofDays(365)))
                .trait(CachePolicy.Trait.IMMUTABLE)
                .unversioned(CachePolicy.standard())
                .build();
        assertThat(versioned.forUrl(uri("/a.v2.css"))).isSameAs(versioned);
        assertThat(versioned.forUrl(uri("/a.css"))).isSameAs(CachePolicy.standard());
        assertThat(versioned.clientCacheControl(200)).contains("public, max-age=31536000, immutable");
        assertThat(versioned.clientCacheControl(404)).isEmpty();
        assertThat(CachePolicy.standard().clientCacheControl(200)).isEmpty();
    }

    private static TargetUri uri(String url) {
        int mark = url.indexOf('?');
        return mark < 0
                ? new TargetUri("https", "h", url, "")
                : new TargetUri("https", "h", url.substring(0, mark), url.substring(mark + 1));
    }
}
