package io.skerry.edge.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamReadingTest {

    private static final int MIB = 1024 * 1024;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final StreamReading reading = new StreamReading();

    @Test
    void a_stream_that_never_has_room_stalls_after_the_time_out() {
        assertThat(stalls(0, 0, 0)).isFalse();
        assertThat(stalls(0, 0, 29)).isFalse();
        assertThat(stalls(0, 0, 30)).isTrue();
    }

    @Test
    void a_window_that_moves_begins_the_time_anew() {
        assertThat(stalls(65_535, 0, 0)).isFalse();
        assertThat(stalls(65_535, -1, 29)).isFalse();
        assertThat(stalls(65_535, -1, 58)).isFalse();
        assertThat(stalls(65_535, -1, 59)).isTrue();
    }

    @Test
    void so_does_room_that_was_made_and_used_up_between_two_looks() {
        assertThat(stalls(65_535, 0, 0)).isFalse();
        reading.granted(10_000);
        assertThat(stalls(65_535, 0, 29)).isFalse();
        assertThat(stalls(65_535, 0, 58)).isFalse();
        assertThat(stalls(65_535, 0, 59)).isTrue();
    }

    @Test
    void so_does_a_time_without_anything_to_send() {
        assertThat(stalls(0, 0, 0)).isFalse();
        reading.flows();
        assertThat(stalls(0, 0, 30)).isFalse();
    }

    @Test
    void who_was_sent_much_at_once_has_the_time_to_read_it_slowly() {
        assertThat(stalls(16 * MIB, 0, 0)).isFalse();
        assertThat(stalls(16 * MIB, 0, 255)).isFalse();
        assertThat(stalls(16 * MIB, 0, 256)).isTrue();
    }

    @Test
    void who_makes_room_for_much_at_once_has_it_too() {
        reading.granted(16 * MIB);
        assertThat(stalls(65_535, 0, 0)).isFalse();
        assertThat(stalls(65_535, 0, 255)).isFalse();
        assertThat(stalls(65_535, 0, 256)).isTrue();
    }

    @Test
    void room_that_was_not_used_gives_no_time() {
        assertThat(stalls(Integer.MAX_VALUE, Integer.MAX_VALUE - 65_535, 0)).isFalse();
        assertThat(stalls(Integer.MAX_VALUE, Integer.MAX_VALUE - 65_535, 30)).isTrue();
    }

    @Test
    void nor_does_a_window_that_was_taken_back() {
        assertThat(stalls(Integer.MAX_VALUE, Integer.MAX_VALUE - 65_535, 0)).isFalse();
        assertThat(stalls(0, -65_535, 1)).isFalse();
        assertThat(stalls(0, -65_535, 31)).isTrue();
    }

    private boolean stalls(int initialWindow, int window, long second) {
        return reading.stalls(initialWindow, window, TimeUnit.SECONDS.toNanos(second), PATIENCE);
    }
}
