package io.skerry.cache.parts;

import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeAnswerDeciderTest {

    private static final long MIB = BodyLayout.SLICE_BYTES;
    private static final RangeAsk SECOND = new RangeAsk.Slice(new ByteSpan(MIB, 2 * MIB - 1));
    private static final RequestHead REQUEST = get("Range", "bytes=1500000-");

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 500})
    void what_is_no_answer_to_a_range_is_taken_as_it_is(int status) {
        assertThat(decide(SECOND, REQUEST, response(status))).isEqualTo(new RangeAnswer.Whole(response(status)));
    }

    @Test
    void long_response_is_kept_in_slices_unless_it_came_where_a_part_was_asked_for() {
        ResponseHead head = response(200, "ETag", "\"a\"", "Accept-Ranges", "bytes");
        OptionalLong length = OptionalLong.of(BodyLayout.SLICED_FROM_BYTES);

        assertThat(RangeAnswerDecider.decide(new RangeAsk.Whole(), get(), head, length))
                .isEqualTo(new RangeAnswer.Sliceable(head, BodyLayout.SLICED_FROM_BYTES));
        assertThat(RangeAnswerDecider.decide(SECOND, REQUEST, head, length)).isEqualTo(new RangeAnswer.Whole(head));
        assertThat(RangeAnswerDecider.decide(new RangeAsk.AsClient(), REQUEST, head, length))
                .isEqualTo(new RangeAnswer.Whole(head));
    }

    @Test
    void part_that_was_asked_for_is_the_first_slice() {
        ResponseHead part = response(206, "Content-Range", "bytes 1048576-2097151/3000000", "ETag", "\"a\"");

        assertThat(decide(SECOND, REQUEST, part)).isInstanceOf(RangeAnswer.First.class);
    }

    @Test
    void part_that_was_not_asked_for_is_of_no_use() {
        ResponseHead part = response(206, "Content-Range", "bytes 0-1048575/3000000", "ETag", "\"a\"");

        assertThat(decide(SECOND, REQUEST, part)).isEqualTo(new RangeAnswer.AskWhole("other-range"));
    }

    @Test
    void unsolicited_part_stays_one() {
        ResponseHead part = response(206, "Content-Range", "bytes 0-9/10");

        assertThat(decide(new RangeAsk.Whole(), get(), part)).isEqualTo(new RangeAnswer.Whole(part));
    }

    @Test
    void answer_to_the_clients_own_range_is_for_the_client() {
        assertThat(decide(new RangeAsk.AsClient(), REQUEST, response(206))).isEqualTo(new RangeAnswer.ForClient());
        assertThat(decide(new RangeAsk.AsClient(), REQUEST, response(416))).isEqualTo(new RangeAnswer.ForClient());
    }

    @Test
    void refused_range_is_the_clients_only_where_the_client_asked_for_nothing_else() {
        RangeAnswer askWhole = new RangeAnswer.AskWhole("range-refused");

        assertThat(decide(SECOND, REQUEST, response(416))).isEqualTo(new RangeAnswer.ForClient());
        assertThat(decide(SECOND, get("Range", "bytes=1500000-,0-1"), response(416)))
                .isEqualTo(askWhole);
        assertThat(decide(SECOND, get("Range", "bytes=1500000-", "If-Range", "\"a\""), response(416)))
                .isEqualTo(askWhole);
        assertThat(decide(new RangeAsk.Slice(new ByteSpan(0, MIB - 1)), get("Range", "bytes=0-"), response(416)))
                .isEqualTo(askWhole);
    }

    private static RangeAnswer decide(RangeAsk ask, RequestHead request, ResponseHead answer) {
        return RangeAnswerDecider.decide(ask, request, answer, OptionalLong.of(MIB));
    }
}
