package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionRoomTest {

    private static final int WANTED = 10_000;

    @Test
    void what_fits_is_as_the_file_says() {
        assertThat(ConnectionRoom.each(WANTED, 2, 1 << 20, 200)).isEqualTo(WANTED);
        assertThat(ConnectionRoom.each(500, 1, 4_096, 200)).isEqualTo(500);
    }

    @Test
    void clients_leave_files_for_what_their_requests_need() {
        int each = ConnectionRoom.each(WANTED, 1, 4_096, 200);
        assertThat(each).isEqualTo((4_096 - 200 - 128) / 2);
        assertThat(ConnectionRoom.each(WANTED, 2, 4_096, 200)).isEqualTo(each / 2);
    }

    @Test
    void some_are_taken_however_few_files_there_are() {
        assertThat(ConnectionRoom.each(WANTED, 1, 256, 250)).isEqualTo(ConnectionRoom.LEAST);
    }

    @Test
    void where_the_system_does_not_tell_the_file_counts() {
        assertThat(ConnectionRoom.each(WANTED, 1, 0, 0)).isEqualTo(WANTED);
    }
}
