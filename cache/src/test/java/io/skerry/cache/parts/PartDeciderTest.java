package io.skerry.cache.parts;

import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.request;
import static io.skerry.cache.Sample.response;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.ContentRange;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.parts.RangeAskDecider.Sharing;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9111 3.4")
class PartDeciderTest {

    private static final long MIB = BodyLayout.SLICE_BYTES;
    private static final ByteSpan SECOND = new ByteSpan(MIB, 2 * MIB - 1);
    private static final long COMPLETE = 5 * MIB + 17;

    private static final StoredHead IN_SLICES =
            stored("ETag", "\"v1\"").withBody(new BodyLayout.Slices(COMPLETE, (int) MIB, 7));

    @Test
    void the_slice_asked_for_under_a_strong_validator_is_a_part() {
        ResponseHead answer = part("bytes 1048576-2097151/" + COMPLETE, "\"v1\"");

        assertThat(PartDecider.decide(SECOND, answer, OptionalLong.of(MIB)))
                .isEqualTo(new PartDecision.Part(SECOND, COMPLETE, whole(COMPLETE)));
        assertThat(PartDecider.combine(IN_SLICES, SECOND, answer, OptionalLong.of(MIB)))
                .isEqualTo(new PartDecision.Part(SECOND, COMPLETE, whole(COMPLETE)));
    }

    @Test
    void all_of_what_is_stored_is_a_part_of_it_too() {
        ByteSpan all = new ByteSpan(0, COMPLETE - 1);
        ResponseHead answer = part("bytes 0-" + (COMPLETE - 1) + "/" + COMPLETE, "\"v1\"");

        assertThat(PartDecider.combine(IN_SLICES, all, answer, OptionalLong.of(COMPLETE)))
                .isEqualTo(new PartDecision.Part(all, COMPLETE, whole(COMPLETE)));
    }

    @Test
    void the_last_slice_is_shorter() {
        ByteSpan asked = new ByteSpan(5 * MIB, 6 * MIB - 1);
        ResponseHead answer = part("bytes " + 5 * MIB + "-" + (COMPLETE - 1) + "/" + COMPLETE, "\"v1\"");

        assertThat(PartDecider.combine(IN_SLICES, asked, answer, OptionalLong.of(17)))
                .isEqualTo(new PartDecision.Part(new ByteSpan(5 * MIB, COMPLETE - 1), COMPLETE, whole(COMPLETE)));
    }

    @Test
    @Spec("9110 15.3.7.3")
    void a_part_that_is_all_of_it_is_complete_without_any_validator() {
        ResponseHead answer = response(206, "Content-Range", "bytes 0-9/10", "Content-Length", "10");

        assertThat(PartDecider.decide(new ByteSpan(0, MIB - 1), answer, OptionalLong.of(10)))
                .isEqualTo(new PartDecision.Complete(sized(response(200), 10)));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 4-9/10,5,LENGTH", // what says six bytes and has five
        "bytes 4-9/10,-1,LENGTH",
        "bytes 0-8/10,9,OTHER_RANGE",
        "bytes 0-4/10,5,OTHER_RANGE",
        "bytes 4-8/*,5,CONTENT_RANGE",
        "bytes 9-4/10,5,CONTENT_RANGE",
        "bytes 4-10/10,7,CONTENT_RANGE",
        "lines 4-9/10,6,CONTENT_RANGE",
        "'',6,CONTENT_RANGE"
    })
    void what_was_not_asked_for_is_not_kept(String contentRange, long declared, PartFault fault) {
        ResponseHead answer = response(206, "Content-Range", contentRange, "ETag", "\"v1\"");
        OptionalLong length = declared < 0 ? OptionalLong.empty() : OptionalLong.of(declared);

        assertThat(PartDecider.decide(new ByteSpan(4, 9), answer, length)).isEqualTo(new PartDecision.Unusable(fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"v1\"", "v1", ""})
    void without_a_strong_validator_nothing_tells_what_it_belongs_to(String tag) {
        ResponseHead answer = part("bytes 1048576-2097151/" + COMPLETE, tag);

        assertThat(PartDecider.decide(SECOND, answer, OptionalLong.of(MIB)))
                .isEqualTo(new PartDecision.Unusable(PartFault.NO_STRONG_VALIDATOR));
    }

    @Test
    void several_parts_are_not_the_one_asked_for() {
        ResponseHead answer = response(206, "Content-Type", "Multipart/ByteRanges; boundary=x");

        assertThat(PartDecider.decide(SECOND, answer, OptionalLong.of(MIB)))
                .isEqualTo(new PartDecision.Unusable(PartFault.MULTIPART));
    }

    @Test
    void parts_of_two_versions_do_not_combine() {
        assertThat(combine(part("bytes 1048576-2097151/" + COMPLETE, "\"v2\""))).isEqualTo(PartFault.OTHER_VALIDATOR);
        assertThat(combine(part("bytes 1048576-2097151/" + (COMPLETE + 1), "\"v1\"")))
                .isEqualTo(PartFault.OTHER_COMPLETE_LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "200,NOT_PARTIAL",
        "416,NOT_PARTIAL",
        "404,NOT_PARTIAL",
        "429,ORIGIN_FAILED",
        "500,ORIGIN_FAILED",
        "503,ORIGIN_FAILED"
    })
    void another_answer_than_a_part_means_another_version_or_a_failing_origin(int status, PartFault fault) {
        assertThat(combine(response(status, "ETag", "\"v1\""))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "33554432,bytes,'\"a\"',true",
        "33554431,bytes,'\"a\"',false",
        "33554432,none,'\"a\"',false",
        "33554432,bytes,'W/\"a\"',false"
    })
    void a_long_response_with_ranges_and_a_strong_validator_is_kept_in_slices(
            long length, String acceptRanges, String tag, boolean sliceable) {
        ResponseHead answer = response(200, "Accept-Ranges", acceptRanges, "ETag", tag);

        assertThat(PartDecider.sliceable(answer, OptionalLong.of(length))).isEqualTo(sliceable);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-4,0", "bytes=1048576-,1", "bytes=3000000-3000001,2", "bytes=-5,0", "'bytes=2097152-,0-1',2"})
    void the_slice_in_which_a_range_begins_is_asked_for(String range, long slice) {
        assertThat(RangeAskDecider.decide(get("Range", range), Sharing.SHARED))
                .isEqualTo(new RangeAsk.Slice(new ByteSpan(slice * MIB, (slice + 1) * MIB - 1)));
    }

    @Test
    void what_nobody_else_gets_is_asked_for_as_the_client_does() {
        assertThat(RangeAskDecider.decide(get("Range", "bytes=3-4"), Sharing.ALONE))
                .isEqualTo(new RangeAsk.AsClient());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=0-4", "bytes=4-0", "bytes=9223372036854775807-"})
    void no_range_is_asked_for_where_none_can_be_meant(String range) {
        assertThat(RangeAskDecider.decide(get("Range", range), Sharing.SHARED)).isEqualTo(new RangeAsk.Whole());
    }

    @Test
    void ranges_are_for_get_alone_and_not_where_they_proved_useless() {
        assertThat(RangeAskDecider.decide(request(Method.HEAD, "Range", "bytes=0-4"), Sharing.SHARED))
                .isEqualTo(new RangeAsk.Whole());
        assertThat(RangeAskDecider.decide(get("Range", "bytes=0-4"), Sharing.UNSLICED))
                .isEqualTo(new RangeAsk.Whole());
        assertThat(RangeAskDecider.decide(get(), Sharing.SHARED)).isEqualTo(new RangeAsk.Whole());
    }

    @Test
    @Spec("9110 14.4")
    void content_range_of_a_refusal_tells_the_length() {
        assertThat(ContentRange.of(Headers.of("Content-Range", "bytes */47")))
                .isEqualTo(new ContentRange.Unsatisfied(47));
        assertThat(ContentRange.of(Headers.of("Content-Range", "bytes */*"))).isEqualTo(new ContentRange.Unknown());
        assertThat(ContentRange.of(Headers.of("Content-Range", "bytes 0-1/99999999999999999999")))
                .isEqualTo(new ContentRange.Unknown());
        assertThat(ContentRange.of(Headers.of("Content-Range", "bytes 0-1/2", "Content-Range", "bytes 0-1/3")))
                .isEqualTo(new ContentRange.Unknown());
    }

    private static PartFault combine(ResponseHead answer) {
        PartDecision decision = PartDecider.combine(IN_SLICES, SECOND, answer, OptionalLong.of(MIB));
        assertThat(decision).isInstanceOf(PartDecision.Unusable.class);
        return ((PartDecision.Unusable) decision).fault();
    }

    private static ResponseHead part(String contentRange, String tag) {
        return response(206, "Content-Range", contentRange, "ETag", tag, "Content-Length", "1");
    }

    private static ResponseHead whole(long completeBytes) {
        return sized(response(200, "ETag", "\"v1\""), completeBytes);
    }

    private static ResponseHead sized(ResponseHead head, long bytes) {
        return head.withHeaders(head.headers().with("Content-Length", Long.toString(bytes)));
    }
}
