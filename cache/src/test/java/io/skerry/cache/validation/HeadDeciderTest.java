package io.skerry.cache.validation;

import static io.skerry.cache.Sample.after;
import static io.skerry.cache.Sample.date;
import static io.skerry.cache.Sample.get;
import static io.skerry.cache.Sample.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Spec("9111 4.3.5")
class HeadDeciderTest {

    private static final StoredHead STORED =
            stored("Cache-Control", "max-age=2", "ETag", "\"a\"", "Last-Modified", date(-9), "X", "old", "Y", "kept");

    @Test
    void an_answer_that_describes_what_is_stored_updates_its_fields() {
        Headers answer = Headers.of(
                "Cache-Control", "max-age=60", "ETag", "\"a\"", "Content-Length", "100", "X", "new", "Date", date(5));
        assertThat(decide(200, answer, PurgeVerdict.NOT))
                .isEqualTo(new HeadDecision.Update(new ResponseHead(
                        200,
                        Headers.of(
                                "Last-Modified",
                                date(-9),
                                "Y",
                                "kept",
                                "Cache-Control",
                                "max-age=60",
                                "ETag",
                                "\"a\"",
                                "X",
                                "new",
                                "Date",
                                date(5)))));
    }

    @ParameterizedTest
    @CsvSource({
        "ETag,'\"b\"'",
        "ETag,unquoted",
        "Content-Length,101",
        "Content-Encoding,gzip",
        "Last-Modified,'Mon, 01 Jun 2026 11:00:00 GMT'",
        "Cache-Control,'no-store, x=\"ETag\"'",
        "Cache-Control,private"
    })
    void an_answer_that_describes_something_else_or_forbids_to_store_removes_it(String name, String value) {
        Headers answer =
                Headers.of("Content-Length", "100").toBuilder().set(name, value).build();
        assertThat(decide(200, answer, PurgeVerdict.NOT)).isEqualTo(new HeadDecision.Remove());
    }

    @Test
    void an_answer_with_nothing_to_compare_or_of_another_status_says_nothing() {
        Headers bare = Headers.of("Cache-Control", "max-age=60");
        assertThat(decide(200, bare, PurgeVerdict.NOT)).isEqualTo(new HeadDecision.Keep());
        assertThat(decide(410, Headers.of("Content-Length", "0"), PurgeVerdict.NOT))
                .isEqualTo(new HeadDecision.Keep());
    }

    @Test
    void what_was_purged_is_not_freshened() {
        Headers answer = Headers.of("ETag", "\"a\"");
        assertThat(decide(200, answer, new PurgeVerdict.Hard())).isEqualTo(new HeadDecision.Keep());
    }

    @Test
    @Spec("9111 5.2.1.5")
    void an_answer_to_a_request_that_says_no_store_updates_nothing() {
        Headers answer = Headers.of("ETag", "\"a\"", "Cache-Control", "max-age=60");
        assertThat(decide(get("Cache-Control", "no-store"), 200, answer, PurgeVerdict.NOT))
                .isEqualTo(new HeadDecision.Keep());
    }

    @Test
    @Spec("9111 3.5")
    void an_answer_to_one_users_credentials_says_nothing_to_others() {
        Headers answer = Headers.of("ETag", "\"a\"", "Cache-Control", "max-age=60");
        assertThat(decide(get("Authorization", "Basic x"), 200, answer, PurgeVerdict.NOT))
                .isEqualTo(new HeadDecision.Keep());
    }

    private static HeadDecision decide(int status, Headers answer, PurgeVerdict verdict) {
        return decide(get(), status, answer, verdict);
    }

    private static HeadDecision decide(RequestHead request, int status, Headers answer, PurgeVerdict verdict) {
        return HeadDecider.decide(
                StoredFreshness.of(STORED, CachePolicy.standard()),
                request,
                new ResponseHead(status, answer),
                verdict,
                after(5));
    }
}
