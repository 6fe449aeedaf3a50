package io.skerry.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Loads the functions' data, every few seconds at most, from places that the routes file names: off the data plane, with connections of
 * its own. Any thread.
 */
final class DataLoader implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Loads.
     *
     * @param maxBytes longer content is a failure
     * @param timeout until the last byte; then the connection is closed
     * @return the content of a 200; fails with a message fit for logs otherwise
     */
    CompletionStage<byte[]> load(URI url, int maxBytes, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        // The client's own time-out is over with the head.
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true))
                .thenApply(DataLoader::content);
    }

    private static byte[] content(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException(response.uri() + " answered " + response.statusCode()));
        }
        return response.body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
