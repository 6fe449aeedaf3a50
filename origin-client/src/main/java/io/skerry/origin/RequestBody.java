package io.skerry.origin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import java.util.OptionalLong;

/** The content of a request to an origin. */
public sealed interface RequestBody {

    /** No content: neither {@code Content-Length} nor {@code Transfer-Encoding} is sent. */
    record None() implements RequestBody {}

    /**
     * Content that arrives as it is sent.
     *
     * @param stream paused when given; read under back-pressure on the caller's context, and only once a connection exists. Its
     *     failure aborts the exchange.
     * @param lengthBytes as declared by the client; empty sends it chunked
     */
    record Streamed(ReadStream<Buffer> stream, OptionalLong lengthBytes) implements RequestBody {
        public Streamed {
            Objects.requireNonNull(stream);
            if (lengthBytes.isPresent() && lengthBytes.getAsLong() < 0) {
                throw new IllegalArgumentException("not a length: " + lengthBytes);
            }
        }
    }
}
