package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.internal.tls.SslContextProvider;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS listeners: certificates by name, and HTTP/2. */
class TlsTest {

    private final Doors doors = new Doors();
    private final List<HttpClientAgent> clients = new ArrayList<>();

    @AfterEach
    void close() {
        doors.close();
    }

    private record Got(HttpVersion version, int status, MultiMap headers, String body, String certificate) {}

    @ParameterizedTest
    @CsvSource({"shop.example, HTTP_2", "other.example, HTTP_2", "shop.example, HTTP_1_1", "other.example, HTTP_1_1"})
    void the_server_name_chooses_the_certificate(String host, HttpVersion version) {
        int port = doors.open(tls()).port();
        Got got = get(port, host, version, Map.of());

        assertThat(got.version()).isEqualTo(version);
        assertThat(got.body()).isEqualTo("ok");
        assertThat(got.certificate()).isEqualTo("CN=" + host);
        Arrival arrival = doors.arrivals().getFirst();
        assertThat(arrival.serverName()).isEqualTo(host);
        assertThat(arrival.scheme()).isEqualTo("https");
        assertThat(arrival.authority()).isEqualTo(host);
        assertThat(arrival.client().protocol()).isEqualTo(version == HttpVersion.HTTP_2 ? "2" : "1.1");
    }

    @Test
    void sessions_of_more_names_than_vert_x_has_contexts_for_are_resumed() throws Exception {
        ListenerSettings.Certificate sites =
                new ListenerSettings.Certificate(resource("sites.crt"), resource("sites.key"));
        int port = doors.open(Doors.local()
                        .withTls(new ListenerSettings.Tls(List.of(sites), ListenerSettings.Versions.HTTP_1_1)))
                .port();
        SSLContext client = SSLContext.getInstance("TLSv1.2");
        client.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        int names = 2 * SslContextProvider.DEFAULT_SNI_CACHE_SIZE;
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < names; i++) {
            made.add(sessionMade(client, "site" + i + ".sites.example", port));
        }
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());

        for (int i = 0; i < names; i++) {
            assertThat(sessionMade(client, "site" + i + ".sites.example", port)).isEqualTo(made.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_256_GCM_SHA384, true",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256:TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256:TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA:TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false",
        "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, false",
    })
    void suites_that_http_2_has_no_use_for_are_not_agreed_on(String version, String suites, boolean agreed)
            throws Exception {
        int port = doors.open(tls()).port();
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setEnabledCipherSuites(suites.split(":"));
            if (agreed) {
                socket.startHandshake();
                assertThat(suites).contains(socket.getSession().getCipherSuite());
            } else {
                Assertions.assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    /** When the session of one connection was made: a resumed one before. */
    private static long sessionMade(SSLContext client, String host, int port) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(plain, host, port, true)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            return socket.getSession().getCreationTime();
        }
    }

    @Test
    void http_2_is_not_offered_where_it_is_off() {
        int port = doors.open(Doors.local()
                        .withTls(new ListenerSettings.Tls(certificates(), ListenerSettings.Versions.HTTP_1_1)))
                .port();

        assertThat(get(port, "shop.example", HttpVersion.HTTP_2, Map.of()).version())
                .isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void content_over_http_2_is_streamed_and_bounded() {
        ListenerSettings.Limits limits = new ListenerSettings.Limits(8_192, 8_192, 50, 100_000, 100);
        int port = doors.open(tls().withLimits(limits), (request, arrival) -> {
                    arrival.content()
                            .exceptionHandler(cause -> request.response()
                                    .setStatusCode(arrival.content().refusal().orElse(0))
                                    .end());
                    arrival.content()
                            .endHandler(end -> request.response()
                                    .end(String.valueOf(arrival.content().receivedBytes())));
                    arrival.content().resume();
                })
                .port();

        assertThat(post(port, 90_000)).isEqualTo("200 90000");
        assertThat(post(port, 110_000)).startsWith("413 ");
    }

    @Test
    void content_over_http_2_that_stops_fails_with_408() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10));
        int port = doors.open(tls().withTimeouts(timeouts), (request, arrival) -> {
                    arrival.content()
                            .exceptionHandler(cause -> request.response()
                                    .setStatusCode(arrival.content().refusal().orElse(0))
                                    .end());
                    arrival.content().resume();
                })
                .port();
        int status = Doors.await(client(HttpVersion.HTTP_2)
                .request(options(port, "shop.example", HttpMethod.POST))
                .compose(request -> {
                    request.setChunked(true).write("hello");
                    return request.response();
                })
                .map(HttpClientResponse::statusCode));

        assertThat(status).isEqualTo(408);
    }

    @Test
    void a_host_that_is_not_the_authority_resets_the_stream() {
        int port = doors.open(tls()).port();

        Assertions.assertThatThrownBy(
                        () -> get(port, "shop.example", HttpVersion.HTTP_2, Map.of("host", "other.example")))
                .hasCauseInstanceOf(StreamResetException.class);
        assertThat(doors.handled()).isEmpty();
    }

    @Test
    void a_target_that_is_no_path_resets_the_stream() {
        int port = doors.open(tls()).port();
        RequestOptions options = options(port, "shop.example", HttpMethod.GET).setURI("no-slash");

        Assertions.assertThatThrownBy(() ->
                        Doors.await(client(HttpVersion.HTTP_2).request(options).compose(request -> request.send())))
                .hasCauseInstanceOf(StreamResetException.class);
        assertThat(doors.handled()).isEmpty();
    }

    @Test
    void a_target_that_is_too_long_is_refused_over_http_2_as_well() {
        ListenerSettings.Limits limits = new ListenerSettings.Limits(300, 8_192, 50, 1_000, 10);
        int port = doors.open(tls().withLimits(limits)).port();
        RequestOptions options = options(port, "shop.example", HttpMethod.GET).setURI("/" + "x".repeat(300));

        int status = Doors.await(client(HttpVersion.HTTP_2)
                .request(options)
                .compose(request -> request.send())
                .map(response -> response.statusCode()));

        assertThat(status).isEqualTo(414);
        assertThat(doors.handled()).isEmpty();
    }

    @Test
    void an_idle_http_2_connection_is_closed() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(200));
        EdgeServer server = doors.open(tls().withTimeouts(timeouts));
        get(server.port(), "shop.example", HttpVersion.HTTP_2, Map.of());

        org.awaitility.Awaitility.await().until(() -> server.connections() == 0);
    }

    @Test
    void a_connection_of_short_requests_is_not_idle() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60));
        EdgeServer server = doors.open(tls().withTimeouts(timeouts));
        HttpClientAgent client = client(HttpVersion.HTTP_2);
        Set<HttpConnection> connections = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            connections.add(Doors.await(client.request(options(server.port(), "shop.example", HttpMethod.GET))
                    .compose(request ->
                            request.send().compose(HttpClientResponse::end).map(request.connection()))));
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }

        assertThat(connections).hasSize(1);
    }

    @Test
    void a_client_that_resets_all_it_asks_for_is_sent_away_and_another_notices_nothing() {
        List<HttpServerRequest> open = new CopyOnWriteArrayList<>();
        EdgeServer server = doors.open(tls(), (request, arrival) -> {
            if (request.uri().equals("/never")) {
                open.add(request);
            } else {
                Doors.ok(request, arrival);
            }
        });
        RequestOptions never =
                options(server.port(), "shop.example", HttpMethod.GET).setURI("/never");
        HttpClientAgent flood = client(HttpVersion.HTTP_2);
        AtomicBoolean sentAway = new AtomicBoolean();
        while (!sentAway.get()) {
            Doors.await(flood.request(never)
                    .compose(request -> {
                        request.connection().closeHandler(_ -> sentAway.set(true));
                        var _ = request.send();
                        return request.reset();
                    })
                    .otherwiseEmpty());
        }

        assertThat(open.size())
                .as("a few of the next connection may be among them")
                .isLessThan(250);
        assertThat(get(server.port(), "shop.example", HttpVersion.HTTP_2, Map.of())
                        .body())
                .isEqualTo("ok");
    }

    @Test
    void a_handshake_that_stops_is_closed() {
        ListenerSettings.Timeouts timeouts = new ListenerSettings.Timeouts(
                Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
        int port = doors.open(tls().withTimeouts(timeouts)).port();
        try (RawClient client = RawClient.to(port)) {
            client.untilClosed(10_000);
        }
    }

    @Test
    void a_key_that_is_none_fails_the_start() {
        ListenerSettings.Certificate broken = new ListenerSettings.Certificate("no certificate", "no key");
        ListenerSettings settings = Doors.local()
                .withTls(new ListenerSettings.Tls(List.of(broken), ListenerSettings.Versions.HTTP_1_1_AND_2));

        Assertions.assertThatThrownBy(() -> doors.open(settings)).isInstanceOf(RuntimeException.class);
    }

    static ListenerSettings tls() {
        return Doors.local()
                .withTls(new ListenerSettings.Tls(certificates(), ListenerSettings.Versions.HTTP_1_1_AND_2));
    }

    private static List<ListenerSettings.Certificate> certificates() {
        return List.of(
                new ListenerSettings.Certificate(resource("shop.crt"), resource("shop.key")),
                new ListenerSettings.Certificate(resource("other.crt"), resource("other.key")));
    }

    private static String resource(String name) {
        try (InputStream in = TlsTest.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpClientAgent client(HttpVersion version) {
        HttpClientConfig config = new HttpClientConfig().setSsl(true).setVerifyHost(false);
        config.setVersions(
                version == HttpVersion.HTTP_2
                        ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                        : List.of(HttpVersion.HTTP_1_1));
        ClientSSLOptions ssl = new ClientSSLOptions().setTrustAll(true).setUseAlpn(true);
        HttpClientAgent client =
                doors.vertx().httpClientBuilder().with(config).with(ssl).build();
        // Vert.x closes a client nobody holds any more, whatever it is doing.
        clients.add(client);
        return client;
    }

    private static RequestOptions options(int port, String host, HttpMethod method) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost(host)
                .setPort(443)
                .setSsl(true)
                .setMethod(method)
                .setURI("/");
    }

    private Got get(int port, String host, HttpVersion version, Map<String, String> fields) {
        return Doors.await(client(version)
                .request(options(port, host, HttpMethod.GET))
                .compose(request -> {
                    fields.forEach(request::putHeader);
                    if (request.version() == HttpVersion.HTTP_2) {
                        request.authority(HostAndPort.create(host, 443));
                    }
                    return request.send();
                })
                .compose(response -> response.body()
                        .map(body -> new Got(
                                response.version(),
                                response.statusCode(),
                                response.headers(),
                                body.toString(),
                                subject(response)))));
    }

    private static String subject(HttpClientResponse response) {
        try {
            return ((X509Certificate)
                            response.request().connection().peerCertificates().getFirst())
                    .getSubjectX500Principal()
                    .getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    private String post(int port, int bytes) {
        return Doors.await(client(HttpVersion.HTTP_2)
                .request(options(port, "shop.example", HttpMethod.POST))
                .compose(request -> request.setChunked(true).send(Buffer.buffer(new byte[bytes])))
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body)));
    }
}
