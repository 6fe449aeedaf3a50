package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTransportTest {

    @AfterEach
    void forget() {
        System.clearProperty(NetworkTransport.PROPERTY);
    }

    @Test
    void epoll_is_taken_where_it_works_unless_another_is_named() throws NodeStartException {
        boolean epoll = Transport.EPOLL != null && Transport.EPOLL.available();
        assertThat(NetworkTransport.chosen()).isEqualTo(epoll ? NetworkTransport.EPOLL : NetworkTransport.NIO);

        System.setProperty(NetworkTransport.PROPERTY, "nio");
        assertThat(NetworkTransport.chosen()).isEqualTo(NetworkTransport.NIO);
    }

    @Test
    void event_loops_run_on_the_one_that_was_named() throws Exception {
        System.setProperty(NetworkTransport.PROPERTY, "nio");
        Vertx vertx = NetworkTransport.chosen().vertx(new VertxOptions());
        try {
            assertThat(vertx.isNativeTransportEnabled()).isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void vertx_of_a_node_starts_where_no_temporary_folder_can_be_made(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        VertxOptions options = new VertxOptions();
        options.getFileSystemOptions().setFileCacheDir(file + "/below");

        Vertx vertx = NetworkTransport.chosen().vertx(options);

        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void io_uring_is_not_taken_with_polls_that_lose_resets() throws NodeStartException {
        // Netty reads it once: this JVM is to go on with what it was started with.
        NetworkTransport.chosen();
        String polls = "io.netty.iouring.pollAddMultishotEnabled";
        String before = System.setProperty(polls, "true");
        try {
            System.setProperty(NetworkTransport.PROPERTY, "io_uring");
            assertThatThrownBy(NetworkTransport::chosen).hasMessageContaining("-D" + polls + "=false");
        } finally {
            System.setProperty(polls, String.valueOf(before));
        }
    }

    @Test
    void a_name_that_there_is_not_is_told_with_those_there_are() {
        System.setProperty(NetworkTransport.PROPERTY, "kqueue");

        assertThatThrownBy(NetworkTransport::chosen)
                .isInstanceOf(NodeStartException.class)
                .hasMessage("skerry.transport is 'kqueue': it can be auto, epoll, io_uring, nio");
    }
}
