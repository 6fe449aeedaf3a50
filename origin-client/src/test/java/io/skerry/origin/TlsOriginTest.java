package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.origin.OriginFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Origins that are spoken to over TLS: who they have to be. */
class TlsOriginTest {

    private static final String PASSWORD = "changeit";

    private final Asker asker = new Asker();
    private final List<ServerSocket> listeners = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        asker.close();
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }

    @Test
    void a_trusted_certificate_of_the_targets_name_is_accepted_and_its_connection_kept() throws Exception {
        String authority = certificate("localhost");
        AtomicInteger connections = new AtomicInteger();
        OriginClient client = client("localhost", authority, serve(connections));

        for (int i = 0; i < 3; i++) {
            Asker.Told told = asker.ask(client, Asker.get("/" + i));
            assertThat(told.end()).isEqualTo(new BodyEnd.Complete());
            assertThat(told.content().length()).isEqualTo(300_000);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void a_trusted_certificate_of_another_name_is_refused() throws Exception {
        String authority = certificate("other.example");
        OriginClient client = client("localhost", authority, serve(new AtomicInteger()));

        assertThat(asker.ask(client, Asker.get("/")).answer()).isInstanceOfSatisfying(OriginFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.TLS_CERTIFICATE);
            assertThat(failure.detail()).contains("No subject alternative DNS name matching localhost");
        });
        assertThat(client.inFlight()).isZero();
    }

    @Test
    void a_server_is_told_which_name_it_is_asked_for_also_one_without_a_dot() throws Exception {
        String authority = certificate("localhost");
        List<SNIServerName> told = new CopyOnWriteArrayList<>();
        OriginClient client = client(
                "localhost",
                authority,
                answering(
                        RawOrigin.OK,
                        socket -> told.addAll(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames())));

        assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        assertThat(told).containsExactly(new SNIHostName("localhost"));
    }

    @Test
    void a_certificate_nobody_vouches_for_is_refused() throws Exception {
        certificate("localhost");
        int port = serve(new AtomicInteger());
        OriginClient client = asker.client(new OriginTarget(OriginTarget.Scheme.HTTPS, "localhost", port, 1, null));

        assertThat(asker.ask(client, Asker.get("/")).kind()).isEqualTo(Kind.TLS_CERTIFICATE);
    }

    @Test
    void content_that_ends_with_the_connection_is_whole_only_if_the_origin_says_that_it_closes() throws Exception {
        String authority = certificate("localhost");
        String answer = "HTTP/1.1 200 OK\r\n\r\nall of it";
        OriginClient closing = client("localhost", authority, answering(answer, SSLSocket::close));
        OriginClient waiting = client("localhost", authority, answering(answer, TlsOriginTest::awaitTheOtherEnd));
        OriginClient cut = client("localhost", authority, answering(answer, _ -> {}));

        assertThat(asker.ask(closing, Asker.get("/")).end()).isEqualTo(new BodyEnd.Complete());
        assertThat(asker.ask(waiting, Asker.get("/")).end()).isEqualTo(new BodyEnd.Complete());
        Asker.Told told = asker.ask(cut, Asker.get("/"));
        assertThat(told.content().toString()).isEqualTo("all of it");
        assertThat(told.kind()).isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void a_kept_connection_whose_origin_says_that_it_closes_is_used_no_more() throws Exception {
        String authority = certificate("localhost");
        OriginClient client = client("localhost", authority, answering(RawOrigin.OK, TlsOriginTest::awaitTheOtherEnd));

        assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
        assertThat(asker.ask(client, Asker.get("/")).content().toString()).isEqualTo("ok");
    }

    /** Says that it closes, and leaves the connection open until it is told the same. */
    private static void awaitTheOtherEnd(SSLSocket socket) throws IOException {
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
    }

    /** What an origin does with its side of TLS before the connection beneath is closed. */
    private interface Ending {
        void end(SSLSocket socket) throws IOException;
    }

    /** Answers the first request of each connection. */
    private int answering(String answer, Ending ending) throws Exception {
        SSLSocketFactory tls = serverSide();
        ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listeners.add(listener);
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (Socket plain = listener.accept()) {
                    SSLSocket socket = (SSLSocket) tls.createSocket(plain, null, plain.getPort(), false);
                    socket.setUseClientMode(false);
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .lines()
                            .takeWhile(line -> !line.isEmpty())
                            .forEach(_ -> {});
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    ending.end(socket);
                } catch (IOException | UncheckedIOException gone) {
                    // The other side has closed, or the test is over.
                }
            }
        });
        return listener.getLocalPort();
    }

    private SSLSocketFactory serverSide() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getSocketFactory();
    }

    private OriginClient client(String host, String authority, int port) {
        OriginSettings plain =
                OriginSettings.of("shop", List.of(new OriginTarget(OriginTarget.Scheme.HTTPS, host, port, 1, null)));
        return asker.client(new OriginSettings(
                plain.name(),
                plain.targets(),
                plain.balance(),
                plain.host(),
                Asker.PATIENT,
                plain.limits(),
                new OriginTrust.Authorities(authority)));
    }

    private int serve(AtomicInteger connections) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setHost("127.0.0.1")
                .setPort(0)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(folder.resolve("key.p12").toString())
                        .setPassword(PASSWORD));
        HttpServer server = asker.vertx()
                .createHttpServer(options)
                .connectionHandler(opened -> connections.incrementAndGet())
                .requestHandler(request -> request.response().end(Buffer.buffer(new byte[300_000])));
        return asker.on(server::listen).actualPort();
    }

    /** Makes a key and its certificate for the server; returns the certificate as PEM. */
    private String certificate(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "origin",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        byte[] der = keyStore().getCertificate("origin").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    private KeyStore keyStore() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("key.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
