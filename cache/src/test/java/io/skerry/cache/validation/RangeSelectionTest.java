package io.skerry.cache.validation;

import static io.skerry.cache.Sample.T0;
import static io.skerry.cache.Sample.date;
import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.request;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.validation.RangeDecision.Multiple;
import io.skerry.cache.validation.RangeDecision.Single;
import io.skerry.cache.validation.RangeDecision.Unsatisfiable;
import io.skerry.cache.validation.RangeDecision.Whole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("9110 14.2")
class RangeSelectionTest {

    private static final StoredHead STRONG = stored("ETag", "\"a\"", "Last-Modified", date(-60));
    private static final StoredHead WEAK = stored("ETag", "W/\"a\"", "Last-Modified", date(0));

    @ParameterizedTest
    @CsvSource({"bytes=0-4,0,4", "bytes=95-,95,99", "bytes=-5,95,99", "bytes=0-999,0,99", "'bytes=200-,1-2',1,2"})
    void one_satisfiable_range_is_a_single_span(String range, long first, long last) {
        assertThat(select(get("Range", range))).isEqualTo(new Single(new ByteSpan(first, last)));
    }

    @Test
    void several_disjoint_ranges_are_sent_in_the_order_requested() {
        assertThat(select(get("Range", "bytes=90-,0-1")))
                .isEqualTo(new Multiple(List.of(new ByteSpan(90, 99), new ByteSpan(0, 1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=-0", "bytes=100-200,300-"})
    void ranges_without_a_byte_of_it_are_unsatisfiable(String range) {
        assertThat(select(get("Range", range))).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-10,5-20", "bytes=0-,0-", "lines=1-2", "bytes=b"})
    void overlapping_and_malformed_ranges_get_the_whole(String range) {
        assertThat(select(get("Range", range))).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=-5,true",
        "bytes=-0,false",
        "bytes=0-,true",
        "bytes=0-1023,true",
        "bytes=1-,false",
        "bytes=1-1023,false"
    })
    @Spec("9110 14.1.2")
    void of_an_empty_response_all_is_there_but_nothing_behind_its_first_byte(String range, boolean satisfiable) {
        RangeDecision decision =
                RangeSelection.select(get("Range", range), STRONG.response(), STRONG.clientValidators(), 0, T0);

        assertThat(decision).isEqualTo(satisfiable ? new Whole() : new Unsatisfiable());
    }

    @Test
    void a_thousand_ranges_get_the_whole() {
        StringBuilder ranges = new StringBuilder("bytes=0-0");
        for (int i = 1; i < 1000; i++) {
            ranges.append(',').append(2 * i).append('-').append(2 * i);
        }
        assertThat(RangeSelection.select(
                        get("Range", ranges.toString()), STRONG.response(), STRONG.clientValidators(), 10_000, T0))
                .isEqualTo(new Whole());
    }

    @Test
    void only_a_get_of_a_200_has_ranges() {
        assertThat(select(request(Method.HEAD, "Range", "bytes=0-1"))).isEqualTo(new Whole());
        assertThat(RangeSelection.select(
                        get("Range", "bytes=0-1"),
                        new ResponseHead(404, Headers.empty()),
                        STRONG.clientValidators(),
                        100,
                        T0))
                .isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource({
        "\"a\",true",
        "\"b\",false",
        "W/\"a\",false",
        "'Mon, 01 Jun 2026 11:59:00 GMT',true",
        "'Mon, 01 Jun 2026 11:59:01 GMT',false",
        "junk,false"
    })
    @Spec("9110 13.1.5")
    void if_range_holds_for_the_same_strong_validator_alone(String ifRange, boolean holds) {
        assertThat(select(get("Range", "bytes=0-1", "If-Range", ifRange)))
                .isEqualTo(holds ? new Single(new ByteSpan(0, 1)) : new Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"a\"", "\"a\"", "Mon, 01 Jun 2026 12:00:00 GMT"})
    @Spec("9110 8.8.2.2")
    void a_weak_validator_never_combines_ranges(String ifRange) {
        assertThat(RangeSelection.select(
                        get("Range", "bytes=0-1", "If-Range", ifRange),
                        WEAK.response(),
                        WEAK.clientValidators(),
                        100,
                        T0))
                .isEqualTo(new Whole());
    }

    private static RangeDecision select(RequestHead request) {
        return RangeSelection.select(request, STRONG.response(), STRONG.clientValidators(), 100, T0);
    }
}
