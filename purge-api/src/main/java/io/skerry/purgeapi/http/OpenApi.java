package io.skerry.purgeapi.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The document that describes the API (OpenAPI 3.1), as it is served. */
final class OpenApi {

    private static final String RESOURCE = "/io/skerry/purgeapi/openapi.yaml";
    private static final Buffer DOCUMENT = read();

    private OpenApi() {}

    /** The whole document; never changed. */
    static Buffer document() {
        return DOCUMENT;
    }

    private static Buffer read() {
        try (InputStream document = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (document == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return Buffer.buffer(document.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
