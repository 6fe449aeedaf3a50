package io.skerry.cache.storing;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.policy.Compression;
import io.skerry.cache.storing.CompressionDecision.Encode;
import io.skerry.cache.storing.CompressionDecision.Leave;
import io.skerry.cache.storing.CompressionDecision.LeaveReason;
import io.skerry.cache.storing.CompressionDecision.Plain;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionDeciderTest {

    private static final RequestHead REQUEST = request("br, gzip");

    private static RequestHead request(String acceptEncoding) {
        return new RequestHead(
                Method.GET, new TargetUri("http", "a", "/", ""), Headers.of("Accept-Encoding", acceptEncoding));
    }

    private static CompressionDecision decide(RequestHead request, int status, String... fields) {
        return CompressionDecider.decide(
                request, new ResponseHead(status, Headers.of(fields)), OptionalLong.of(5000), Compression.STANDARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html; charset=utf-8",
                "TEXT/CSS",
                "application/json",
                "application/ld+json",
                "image/svg+xml",
                "application/javascript",
                "application/wasm",
                "font/ttf"
            })
    void text_is_coded_as_the_client_asked(String type) {
        assertThat(decide(REQUEST, 200, "Content-Type", type))
                .isEqualTo(new Encode(List.of(ContentCoding.BR, ContentCoding.GZIP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/jpeg",
                "video/mp4",
                "font/woff2",
                "application/zip",
                "application/octet-stream",
                "",
                "multipart/byteranges"
            })
    void what_is_compressed_already_or_unknown_stays(String type) {
        assertThat(decide(REQUEST, 200, "Content-Type", type)).isEqualTo(new Leave(LeaveReason.TYPE));
    }

    @Test
    void client_that_asks_for_none_gets_it_plain_and_others_may_not() {
        assertThat(decide(request("identity"), 200, "Content-Type", "text/html"))
                .isEqualTo(new Plain());
    }

    @Test
    void coded_partial_untransformable_and_small_responses_stay() {
        String type = "text/html";
        assertThat(decide(REQUEST, 200, "Content-Type", type, "Content-Encoding", "gzip"))
                .isEqualTo(new Leave(LeaveReason.CODED));
        assertThat(decide(REQUEST, 200, "Content-Type", type, "Content-Encoding", "identity"))
                .isInstanceOf(Encode.class);
        assertThat(decide(REQUEST, 206, "Content-Type", type)).isEqualTo(new Leave(LeaveReason.STATUS));
        assertThat(decide(REQUEST, 200, "Content-Type", type, "Content-Range", "bytes 0-1/2"))
                .isEqualTo(new Leave(LeaveReason.STATUS));
        assertThat(decide(REQUEST, 204, "Content-Type", type)).isEqualTo(new Leave(LeaveReason.STATUS));
        assertThat(decide(REQUEST, 200, "Content-Type", type, "Cache-Control", "max-age=1, no-transform"))
                .isEqualTo(new Leave(LeaveReason.NO_TRANSFORM));
        ResponseHead html = new ResponseHead(200, Headers.of("Content-Type", type));
        assertThat(CompressionDecider.decide(REQUEST, html, OptionalLong.of(999), Compression.STANDARD))
                .isEqualTo(new Leave(LeaveReason.SMALL));
        assertThat(CompressionDecider.decide(REQUEST, html, OptionalLong.of(10_000_001), Compression.STANDARD))
                .isEqualTo(new Leave(LeaveReason.LARGE));
        assertThat(CompressionDecider.decide(REQUEST, html, OptionalLong.empty(), Compression.STANDARD))
                .isInstanceOf(Encode.class);
        assertThat(CompressionDecider.decide(REQUEST, html, OptionalLong.empty(), Compression.OFF))
                .isEqualTo(new Leave(LeaveReason.OFF));
    }
}
