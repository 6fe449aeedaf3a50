package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodedHeadTest {

    @Test
    void encoded_head_has_its_own_weak_tag_and_says_what_it_varies_by() {
        ResponseHead head = new ResponseHead(
                200,
                Headers.of(
                        "Content-Length",
                        "5000",
                        "ETag",
                        "\"v1\"",
                        "Vary",
                        "Accept-Language",
                        "Content-MD5",
                        "x",
                        "A",
                        "b"));

        assertThat(CodedHead.encoded(head, ContentCoding.BR).headers())
                .isEqualTo(Headers.of(
                        "A",
                        "b",
                        "ETag",
                        "W/\"v1-br\"",
                        "Content-Encoding",
                        "br",
                        "Vary",
                        "Accept-Language, Accept-Encoding"));
    }

    @Test
    void decoded_head_is_another_representation_too() {
        ResponseHead head = new ResponseHead(
                200, Headers.of("Content-Encoding", "gzip", "ETag", "W/\"v1\"", "Vary", "accept-encoding"));

        assertThat(CodedHead.decoded(head).headers())
                .isEqualTo(Headers.of("Vary", "accept-encoding", "ETag", "W/\"v1-identity\""));
    }

    @Test
    void malformed_tag_is_dropped_and_a_star_stays_alone() {
        ResponseHead head = new ResponseHead(200, Headers.of("ETag", "v1", "Vary", "*"));

        assertThat(CodedHead.encoded(head, ContentCoding.GZIP).headers())
                .isEqualTo(Headers.of("Vary", "*", "Content-Encoding", "gzip"));
    }

    @Test
    void one_known_coding_can_be_undone_several_or_unknown_ones_cannot() {
        assertThat(CodedHead.coding(Headers.of("Content-Encoding", "GZIP"))).contains(ContentCoding.GZIP);
        assertThat(CodedHead.coding(Headers.of("Content-Encoding", "br, gzip"))).isEmpty();
        assertThat(CodedHead.coding(Headers.of("Content-Encoding", "compress"))).isEmpty();
        assertThat(CodedHead.coding(Headers.empty())).isEmpty();
    }
}
