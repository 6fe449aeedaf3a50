package io.skerry.edge.testing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/** Clients of HTTP/2 over TLS, whatever the certificate, that leave content where it is. */
public final class Pausing {

    private Pausing() {}

    /** Of a client that makes room for so many bytes of each response. */
    public static HttpClientOptions options(int windowBytes) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setProtocolVersion(HttpVersion.HTTP_2);
        options.getInitialSettings().setInitialWindowSize(windowBytes);
        return options;
    }

    /** The response to a GET from 127.0.0.1, of whose content nothing is read until it is resumed. */
    public static HttpClientResponse get(HttpClient client, int port, String path) {
        Future<HttpClientResponse> paused = client.request(request(port, path)).compose(request -> {
            Future<HttpClientResponse> response = request.response().map(HttpClientResponse::pause);
            return request.send().compose(_ -> response);
        });
        return paused.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** A GET from 127.0.0.1. */
    public static RequestOptions request(int port, String path) {
        return new RequestOptions().setHost("127.0.0.1").setPort(port).setURI(path);
    }
}
