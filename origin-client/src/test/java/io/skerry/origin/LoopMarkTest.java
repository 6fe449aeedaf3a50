package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopMarkTest {

    private static final LoopMark MARK = LoopMark.of("00c0ffee00c0ffee");
    private static final LoopMark OTHER = LoopMark.of("5ca1ab1e5ca1ab1e");
    private static final String MEMBER = "skerry; node=00c0ffee00c0ffee";

    @Test
    void a_request_that_came_from_a_client_gets_one_member() {
        Headers client = Headers.of("Accept", "*/*");

        assertThat(MARK.on(client, client)).isEqualTo(Headers.of("Accept", "*/*", "CDN-Loop", MEMBER));
        assertThat(MARK.passed(client)).isFalse();
    }

    @Test
    @Tag("rfc8586-2")
    void what_came_stays_as_it_is_and_in_front() {
        Headers client =
                Headers.of("cdn-loop", "foo123.foocdn.example", "Accept", "*/*", "CDN-Loop", "barcdn;trace=\"a,b\"");

        assertThat(MARK.on(client, client))
                .isEqualTo(Headers.of(
                        "Accept", "*/*", "CDN-Loop", "foo123.foocdn.example, barcdn;trace=\"a,b\", " + MEMBER));
    }

    @Test
    void a_field_without_a_value_is_no_member() {
        Headers client = Headers.of("CDN-Loop", " ");

        assertThat(MARK.on(client, client)).isEqualTo(Headers.of("CDN-Loop", MEMBER));
    }

    @Test
    @Tag("rfc8586-2")
    void what_was_taken_away_on_the_line_is_there_again() {
        Headers client = Headers.of("CDN-Loop", "foocdn");

        assertThat(MARK.on(Headers.empty(), client)).isEqualTo(Headers.of("CDN-Loop", "foocdn, " + MEMBER));
        assertThat(MARK.on(Headers.of("CDN-Loop", "made up"), Headers.empty()))
                .isEqualTo(Headers.of("CDN-Loop", MEMBER));
    }

    @Test
    void the_fourth_return_is_a_loop() {
        Headers request = Headers.empty();
        for (int sent = 1; sent <= 4; sent++) {
            request = MARK.on(request, request);

            assertThat(MARK.passed(request)).isTrue();
            assertThat(MARK.loops(request)).as("sent %d times", sent).isEqualTo(sent == 4);
        }
    }

    @Test
    void other_nodes_do_not_count() {
        Headers request = Headers.empty();
        for (int sent = 0; sent < 9; sent++) {
            request = OTHER.on(request, request);
        }

        assertThat(MARK.passed(request)).isFalse();
        assertThat(MARK.passed(MARK.on(request, request))).isTrue();
        assertThat(MARK.loops(MARK.on(request, request))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"never ended", "a \\", ",;=\"\\", "skerry; node=\"", "skerry; node", ";;;"})
    void whatever_a_client_says_before_it_the_mark_is_found(String said) {
        Headers client = Headers.of("CDN-Loop", said);
        assertThat(MARK.passed(client)).isFalse();

        Headers sent = MARK.on(client, client);

        assertThat(sent).isEqualTo(Headers.of("CDN-Loop", said + ", " + MEMBER));
        assertThat(MARK.passed(sent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skerry;node=00c0ffee00c0ffee",
                "skerry ; node=\"00c0ffee00c0ffee\"",
                "other,skerry;node=00c0ffee00c0ffee;b=1,another"
            })
    void who_writes_it_otherwise_does_not_hide_it(String written) {
        assertThat(MARK.passed(Headers.of("CDN-Loop", written))).isTrue();
    }
}
