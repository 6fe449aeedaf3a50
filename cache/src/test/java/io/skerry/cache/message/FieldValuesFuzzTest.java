package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.DeltaSeconds;
import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.directive.TargetedCacheControl;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.fuzz.Mutations;
import io.skerry.cache.key.CacheKeyFactory;
import io.skerry.cache.key.InputNormaliser;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.storing.RequestContent;
import io.skerry.cache.storing.StorageDecider;
import io.skerry.cache.validation.Preconditions;
import io.skerry.cache.validation.RangeSelection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any field value whatsoever: no parser throws, and what a normaliser has made it leaves as it is. */
class FieldValuesFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TargetUri BASE = new TargetUri("https", "shop.example", "/a/b", "q=1");
    private static final List<String> REQUEST_FIELDS = List.of(
            "Cache-Control",
            "Pragma",
            "Range",
            "If-Range",
            "If-None-Match",
            "If-Modified-Since",
            "Cookie",
            "Connection",
            "Authorization",
            "Accept-Encoding",
            "Accept-Language",
            "Accept");
    private static final List<String> RESPONSE_FIELDS = List.of(
            "Cache-Control",
            "CDN-Cache-Control",
            "Expires",
            "Date",
            "Age",
            "Last-Modified",
            "ETag",
            "Vary",
            "Set-Cookie",
            "Content-Range",
            "Content-Length",
            "Location");

    @FuzzTest(maxDuration = "5s")
    void no_field_value_makes_a_parser_throw(byte[] input) {
        parse(input);
    }

    @Test
    void no_mutated_seed_makes_a_parser_throw() {
        Mutations.each(
                FieldValuesFuzzTest.class, "no_field_value_makes_a_parser_throw", 15_000, FieldValuesFuzzTest::parse);
    }

    private static void parse(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        values(value);
        uris(value);
        for (String field : REQUEST_FIELDS) {
            RequestHead request = new RequestHead(Method.GET, BASE, Headers.of(field, value));
            decide(request, new ResponseHead(200, Headers.of("ETag", "\"a\"", "Cache-Control", "max-age=60")));
        }
        RequestHead plain = new RequestHead(Method.GET, BASE, Headers.empty());
        for (String field : RESPONSE_FIELDS) {
            decide(plain, new ResponseHead(200, Headers.of(field, value)));
            decide(plain, new ResponseHead(206, Headers.of(field, value)));
        }
    }

    private static void values(String value) {
        CacheControl.parse(value);
        TargetedCacheControl.parse(value);
        DeltaSeconds.parse(value);
        HttpDate.parse(value, NOW);
        EntityTag.parse(value);
        EntityTagList.parse(List.of(value, value));
        FieldList.members(value);
        FieldList.unquote(value);
        CookieField.value(Headers.of("Cookie", value), "a");
        CookieField.keyed(Headers.of("Cookie", value), "a");
        CookieField.retain(Headers.of("Cookie", value), List.of("a", "b"));
        HopByHop.strip(Headers.of("Connection", value, "X-Hop", "1"));
        ContentRange.of(Headers.of("Content-Range", value));
        for (String field : List.of("accept-encoding", "accept-language", "accept", "x-any")) {
            String once = InputNormaliser.normalise(field, List.of(value));
            assertThat(InputNormaliser.normalise(field, List.of(value))).isEqualTo(once);
        }
    }

    private static void uris(String value) {
        Authority.normalise("https", value)
                .ifPresent(
                        host -> assertThat(Authority.normalise("https", host)).hasValue(host));
        UriReference.resolve(BASE, value);
        UriNormaliser.normalise(value);
        // What is in the key is what is forwarded, and one normalisation is enough: a second changes nothing.
        if (UriNormaliser.normalise("https", "shop.example", "/" + value)
                instanceof UriNormalisation.Normalised(TargetUri uri)) {
            String query = uri.query().isEmpty() ? "" : "?" + uri.query();
            assertThat(UriNormaliser.normalise("https", "shop.example", uri.path() + query))
                    .isEqualTo(new UriNormalisation.Normalised(uri));
            CacheKeyFactory.key("shop", uri, CachePolicy.standard().key(), Headers.of("Cookie", value));
        }
    }

    private static void decide(RequestHead request, ResponseHead response) {
        Validators validators = Validators.of(response.headers(), NOW);
        ResponseDirectives.of(response.headers(), List.of("CDN-Cache-Control"));
        Preconditions.decide(request, response, validators, NOW);
        RangeSelection.select(request, response, validators, 1_000, NOW);
        StorageDecider.decide(request, RequestContent.ABSENT, response, CachePolicy.standard(), NOW);
    }
}
