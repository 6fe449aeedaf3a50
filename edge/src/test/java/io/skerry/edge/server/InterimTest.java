package io.skerry.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interim responses over HTTP/2 (RFC 9113 8.1). */
class InterimTest {

    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InterimTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private int port(RequestHandler handler) throws IOException {
        ListenerSettings.Certificate certificate =
                new ListenerSettings.Certificate(resource("shop.crt"), resource("shop.key"));
        ListenerSettings.Tls tls =
                new ListenerSettings.Tls(List.of(certificate), ListenerSettings.Versions.HTTP_1_1_AND_2);
        return doors.open(Doors.local().withTls(tls), handler).port();
    }

    private HttpClientAgent client() {
        HttpClientConfig config = new HttpClientConfig().setSsl(true).setVerifyHost(false);
        config.setVersions(List.of(HttpVersion.HTTP_2));
        return doors.vertx()
                .httpClientBuilder()
                .with(config)
                .with(new ClientSSLOptions().setTrustAll(true).setUseAlpn(true))
                .build();
    }

    private static RequestOptions to(int port) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost("shop.example")
                .setPort(443)
                .setMethod(HttpMethod.GET)
                .setURI("/");
    }

    private static void hint(HttpServerRequest request, int status) {
        NettyAccess.writeInterim(
                request, status, MultiMap.caseInsensitiveMultiMap().add("Link", "</a.css>"));
    }

    @Test
    void early_hints_come_before_the_answer() throws IOException {
        int port = port((request, arrival) -> {
            hint(request, 103);
            request.response().end("ok");
        });
        List<String> links = new CopyOnWriteArrayList<>();
        HttpClientAgent client = client();

        String body = Doors.await(client.request(to(port))
                .compose(request -> request.earlyHintsHandler(hints -> links.add(hints.get("link")))
                        .send())
                .compose(response -> response.body().map(bytes -> response.statusCode() + " " + bytes)));

        assertThat(body).isEqualTo("200 ok");
        assertThat(links).containsExactly("</a.css>");
    }

    @Test
    void other_interim_responses_are_written_as_they_are() throws IOException {
        int port = port((request, arrival) -> {
            hint(request, 102);
            request.response().end("ok");
        });
        HttpClientAgent client = client();

        // Vert.x's client takes a 102 for the answer, so here it shows what was on the wire.
        int first = Doors.await(
                client.request(to(port)).compose(request -> request.send().map(response -> response.statusCode())));

        assertThat(first).isEqualTo(102);
    }
}
