package io.skerry.cache.store.tiered;

import static io.skerry.cache.store.tiered.Samples.NO_INPUTS;
import static io.skerry.cache.store.tiered.Samples.body;
import static io.skerry.cache.store.tiered.Samples.head;
import static io.skerry.cache.store.tiered.Samples.key;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.Lookup;
import io.skerry.cache.store.ResponseSink;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening;
import io.skerry.cache.store.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Uses a store the way the pipeline does, and waits where the pipeline would not. */
final class StoreDriver {

    private static final int CHUNK = 16 << 10;

    private final CacheStore store;

    StoreDriver(CacheStore store) {
        this.store = store;
    }

    Commit put(StoredHead head, byte[] body) {
        return fill(sink(head.key(), OptionalLong.of(body.length)), body, head);
    }

    /** Writes the whole content into a sink and commits it. */
    static Commit fill(ResponseSink sink, byte[] body, StoredHead head) {
        write(sink, body);
        return await(sink.commit(head));
    }

    /** Does something on a thread of its own; what it comes to, a failed assertion as well, is for {@link #await}. */
    static <T> CompletionStage<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    ResponseSink sink(CacheKey key, OptionalLong length) {
        return ((SinkOpening.Open) store.open(key, length)).sink();
    }

    static void write(ResponseSink sink, byte[] body) {
        for (int at = 0; at < body.length; at += CHUNK) {
            CompletableFuture<Void> writable = new CompletableFuture<>();
            sink.whenWritable(() -> writable.complete(null));
            await(writable);
            sink.write(ByteBuffer.wrap(body, at, Math.min(CHUNK, body.length - at)));
        }
    }

    /** Closes the store; nothing may be open by then, and no memory held. */
    void closeWithoutLeaks() {
        await(store.close());
        assertThat(store.stats().openLeases()).isZero();
        assertThat(store.stats().openSinks()).isZero();
        assertThat(store.stats().memory().totalBytes()).isZero();
    }

    Lookup lookup(CacheKey key, InputSource inputs) {
        Lookup lookup = store.lookup(key, inputs);
        return settled(lookup);
    }

    private static Lookup settled(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Recovering recovering -> {
                await(recovering.until());
                yield settled(recovering.again().get());
            }
            case Lookup.Pending pending -> await(pending.later());
            case Lookup.Found _, Lookup.None _, Lookup.OtherVariants _ -> lookup;
        };
    }

    /** The stored response held open, if there is one. */
    Optional<StoredResponse> find(CacheKey key, InputSource inputs) {
        return lookup(key, inputs) instanceof Lookup.Found found ? Optional.of(found.response()) : Optional.empty();
    }

    /** The content of the stored response, if there is one. */
    Optional<byte[]> get(CacheKey key, InputSource inputs) {
        return find(key, inputs).map(response -> {
            try (response) {
                return readAll(response.body());
            }
        });
    }

    Optional<byte[]> get(CacheKey key) {
        return get(key, Samples.NO_INPUTS);
    }

    static byte[] readAll(BodyLease lease) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BodyRead end = drain(lease, bytes);
        if (!(end instanceof BodyRead.End)) {
            throw new IllegalStateException("the body broke after " + bytes.size() + " bytes: " + end);
        }
        return bytes.toByteArray();
    }

    /** Reads to whatever ends the body. */
    static BodyRead drain(BodyLease lease, ByteArrayOutputStream into) {
        while (true) {
            BodyRead read = next(lease, into.size());
            if (!(read instanceof BodyRead.Bytes bytes)) {
                return read;
            }
            byte[] copy = new byte[bytes.buffer().remaining()];
            bytes.buffer().get(copy);
            bytes.release().run();
            into.writeBytes(copy);
        }
    }

    static BodyRead next(BodyLease lease, long offset) {
        BodyRead read = lease.read(offset, 50_000);
        return read instanceof BodyRead.Later later ? await(later.ready()) : read;
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stores a version of what is at a path. */
    void putVersion(String path, int version, int length) {
        assertThat(put(head(path, VariantKey.none(), version, 0, Set.of()), body(path, version, length)))
                .isEqualTo(new Commit.Stored());
    }

    /** What is found is a version that was stored, whole, or breaks visibly before its end. */
    boolean readsVersion(String path, int newest, int length) {
        if (!(lookup(key(path), NO_INPUTS) instanceof Lookup.Found found)) {
            return false;
        }
        try (StoredResponse response = found.response()) {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            drain(response.body(), received);
            assertThat(response.head().response().headers().first("X-Version")).contains(Integer.toString(newest));
            byte[] right = body(path, newest, length);
            assertThat(Arrays.equals(received.toByteArray(), 0, received.size(), right, 0, received.size()))
                    .as("bytes of %s", path)
                    .isTrue();
            return received.size() == length;
        }
    }

    /** Waits until what was stored is on disk. */
    void awaitWritten() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> store.stats().health().queuedWrites() == 0);
    }
}
