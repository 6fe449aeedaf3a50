package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.origin.OriginFailure.Kind;
import io.skerry.origin.OriginTarget.Scheme;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Origins that are known by a name: where it leads, and what becomes of requests when it leads nowhere. */
class OriginNamesTest {

    private static final OriginTimeouts HASTY =
            new OriginTimeouts(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5), null);

    private static final String OK_AND_CLOSE = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok";

    private NameServer names;
    private Asker asker;

    @BeforeEach
    void open() throws IOException {
        names = new NameServer();
        asker = new Asker(Vertx.vertx(names.asked()));
    }

    @AfterEach
    void close() {
        asker.close();
        names.close();
    }

    @Test
    void each_address_of_a_name_is_tried_until_one_lets_itself_be_connected_to() throws IOException {
        names.says(60, "127.0.0.2", "127.0.0.3", "127.0.0.1");
        try (RawOrigin origin = RawOrigin.serving()) {
            assertThat(ask(named(origin)).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void an_address_that_does_not_answer_leaves_time_for_the_next() throws IOException {
        names.says(60, "127.0.0.2", "127.0.0.1");
        try (RawOrigin origin = RawOrigin.serving();
                ServerSocket full = new ServerSocket(origin.target().port(), 1, InetAddress.getByName("127.0.0.2"));
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            OriginTimeouts timeouts =
                    new OriginTimeouts(Duration.ofMillis(2200), Duration.ofSeconds(5), Duration.ofSeconds(5), null);
            OriginClient client = asker.client(
                    OriginSettings.of("shop", List.of(named(origin))).withTimeouts(timeouts));

            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void the_address_that_was_reached_last_is_tried_first() throws IOException {
        names.says(60, "127.0.0.2", "127.0.0.1");
        try (RawOrigin origin = RawOrigin.answering(OK_AND_CLOSE)) {
            OriginClient client = client(named(origin));
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            try (ServerSocket first = new ServerSocket(origin.target().port(), 1, InetAddress.getByName("127.0.0.2"))) {
                assertThat(asker.ask(client, Asker.get("/")).content().toString())
                        .isEqualTo("ok");
                assertThat(first.isClosed()).isFalse();
            }
        }
    }

    @Test
    void an_address_that_takes_all_the_time_is_tried_after_the_others_from_then_on() throws IOException {
        names.says(60, "127.0.0.2", "127.0.0.1");
        try (RawOrigin origin = RawOrigin.serving();
                ServerSocket full = new ServerSocket(origin.target().port(), 1, InetAddress.getByName("127.0.0.2"));
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            OriginClient client = asker.client(OriginSettings.of("shop", List.of(named(origin))));

            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void a_name_with_ipv6_addresses_alone_is_connected_to() throws IOException {
        names.says(60, "::1");
        try (RawOrigin origin = RawOrigin.at("::1")) {
            assertThat(ask(named(origin)).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void an_ipv6_address_is_a_target() throws IOException {
        try (RawOrigin origin = RawOrigin.at("::1")) {
            OriginTarget target =
                    new OriginTarget(Scheme.HTTP, "::1", origin.target().port(), 1, null);

            assertThat(ask(target).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void a_name_of_the_hosts_file_needs_no_name_server() throws IOException {
        names.falls();
        try (RawOrigin origin = RawOrigin.serving()) {
            OriginTarget target =
                    new OriginTarget(Scheme.HTTP, "localhost", origin.target().port(), 1, null);

            assertThat(ask(target).content().toString()).isEqualTo("ok");
            assertThat(names.queries()).isZero();
        }
    }

    @Test
    void a_name_that_moves_is_followed_when_its_time_to_live_is_over() throws IOException {
        names.says(0, "127.0.0.2");
        try (RawOrigin origin = RawOrigin.serving()) {
            OriginClient client = client(named(origin));
            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.CONNECT_REFUSED);
            names.says(0, "127.0.0.1");
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void a_name_that_moves_is_followed_before_long_however_long_it_was_to_stay() throws IOException {
        names.says(600, "127.0.0.2");
        try (RawOrigin origin = RawOrigin.serving()) {
            OriginClient client = client(named(origin));
            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.CONNECT_REFUSED);
            names.says(600, "127.0.0.1");
            await().until(() -> asker.ask(client, Asker.get("/")).answer() instanceof OriginAnswer.Response);
        }
    }

    @Test
    void a_name_server_that_says_nothing_keeps_a_request_no_longer_than_a_target_that_does_not_answer() {
        names.falls();
        long begin = System.nanoTime();

        assertThat(ask(new OriginTarget(Scheme.HTTP, "shop.test", 80, 1, null)).kind())
                .isEqualTo(Kind.NAME_UNRESOLVED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void addresses_known_before_stand_in_for_a_name_server_that_fails() throws IOException {
        names.says(0, "127.0.0.1");
        try (RawOrigin origin = RawOrigin.answering(OK_AND_CLOSE)) {
            OriginClient client = client(named(origin));
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            names.falls();
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        }
    }

    @Test
    void addresses_known_before_do_not_stand_in_for_a_name_that_is_gone() throws IOException {
        names.says(0, "127.0.0.1");
        try (RawOrigin origin = RawOrigin.answering(OK_AND_CLOSE)) {
            OriginClient client = client(named(origin));
            assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
            names.says(0);
            assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.NAME_UNRESOLVED);
        }
    }

    @Test
    void closing_waits_no_longer_when_the_last_connection_could_not_be_opened() {
        names.falls();
        OriginClient client = client(new OriginTarget(Scheme.HTTP, "shop.test", 80, 1, null));
        Promise<OriginAnswer> answer = Promise.promise();
        asker.run(() -> client.send(Asker.get("/")).answer().onComplete(answer));

        asker.on(() -> client.close(Duration.ofMinutes(5)));

        assertThat(answer.future().result()).isInstanceOf(OriginFailure.class);
    }

    private Asker.Told ask(OriginTarget target) {
        return asker.ask(client(target), Asker.get("/"));
    }

    private OriginClient client(OriginTarget target) {
        return asker.client(OriginSettings.of("shop", List.of(target)).withTimeouts(HASTY));
    }

    private static OriginTarget named(RawOrigin origin) {
        return new OriginTarget(Scheme.HTTP, "shop.test", origin.target().port(), 1, null);
    }
}
