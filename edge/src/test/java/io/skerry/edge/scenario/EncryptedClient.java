package io.skerry.edge.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client of HTTP/2 over TLS that takes any certificate for good. */
final class EncryptedClient implements AutoCloseable {

    private final HttpClient client;

    private EncryptedClient(HttpClient client) {
        this.client = client;
    }

    static EncryptedClient open() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            return new EncryptedClient(HttpClient.newBuilder()
                    .sslContext(context)
                    .version(HttpClient.Version.HTTP_2)
                    .build());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A GET from a port of the loopback interface, with alternating names and values of fields. */
    HttpResponse<String> get(int port, String path, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A GET whose answer is there once its head has come. */
    Future<HttpResponse<InputStream>> open(int port, String path) {
        URI uri = URI.create("https://127.0.0.1:" + port + path);
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** A HEAD; its body is what came as content all the same. */
    HttpResponse<String> head(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("https://127.0.0.1:" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri).HEAD().build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Puts certificates and their keys into a folder, {@code shop.crt} and {@code shop.key} for the name {@code shop}. */
    static void certificates(Path folder, String... names) throws IOException {
        for (String name : names) {
            for (String file : List.of(name + ".crt", name + ".key")) {
                try (InputStream in = EncryptedClient.class.getResourceAsStream("/io/skerry/edge/server/" + file)) {
                    Files.write(folder.resolve(file), Objects.requireNonNull(in).readAllBytes());
                }
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
