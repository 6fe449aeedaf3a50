package io.skerry.edge.pipeline.body;

import io.skerry.cache.message.Headers;
import io.skerry.cache.store.BodyLease;
import io.skerry.origin.OriginBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Objects;

/** The content of an answer, before it is written. Whoever holds one writes it or closes it, exactly once. */
public sealed interface Content {

    /** Gives up what is behind it; nothing will be written. */
    void close();

    /** No content at all. */
    record None() implements Content {
        /** The only one. */
        public static final None INSTANCE = new None();

        @Override
        public void close() {}
    }

    /** A few bytes on the heap, made here. */
    record Bytes(Buffer buffer) implements Content {
        public Bytes {
            Objects.requireNonNull(buffer);
        }

        @Override
        public void close() {}
    }

    /**
     * A part of a body that is stored, or arriving in a sink.
     *
     * @param lease open; closed by the writer
     * @param from first byte to send
     * @param to end of the bytes to send, exclusive; {@link Long#MAX_VALUE} where the body ends when it ends
     * @param owner closed in the lease's place, since it owns the lease
     */
    record Leased(BodyLease lease, long from, long to, AutoCloseable owner) implements Content {
        public Leased {
            Objects.requireNonNull(lease);
            Objects.requireNonNull(owner);
        }

        /** All of a body. */
        public static Leased whole(BodyLease lease, AutoCloseable owner) {
            return new Leased(lease, 0, lease.lengthBytes().orElse(Long.MAX_VALUE), owner);
        }

        @Override
        public void close() {
            Closing.quietly(owner);
        }
    }

    /**
     * The origin has switched protocols: nothing of a head but these fields is sent, and the connection becomes a tunnel.
     *
     * @param headers of the 101
     * @param socket to the origin, paused
     */
    record Switched(Headers headers, NetSocket socket) implements Content {
        public Switched {
            Objects.requireNonNull(headers);
            Objects.requireNonNull(socket);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** The origin's content, handed on as it comes. */
    record Streamed(OriginBody body) implements Content {
        public Streamed {
            Objects.requireNonNull(body);
        }

        @Override
        public void close() {
            body.cancel();
        }
    }
}
