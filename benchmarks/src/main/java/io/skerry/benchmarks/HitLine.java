package io.skerry.benchmarks;

import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.skerry.cache.collapse.RequestCollapser;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.message.Headers;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.store.StoreSettings;
import io.skerry.cache.store.tiered.TieredStore;
import io.skerry.edge.InstalledFunctions;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.config.ReadResult;
import io.skerry.edge.config.RoutesFileReader;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.generation.Generation;
import io.skerry.edge.generation.GenerationBuilder;
import io.skerry.edge.generation.GenerationException;
import io.skerry.edge.generation.Places;
import io.skerry.edge.pipeline.Pipelines;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.server.Arrival;
import io.skerry.edge.server.EdgeServer;
import io.skerry.edge.server.ListenerSettings;
import io.skerry.edge.server.RequestHandler;
import io.skerry.origin.LoopMark;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A real connection to a real listener with the whole line behind it, fed with bytes past its socket: what a request costs
 * without the network. What is written is counted and dropped before the socket.
 *
 * <p>Opened by one real request, which fetches the response from an origin and stores it. Requests are fed on the event loop.
 */
final class HitLine implements AutoCloseable {

    private static final long MEMORY_BYTES = 64L << 20;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String FILE = """
            version: 1
            origins: { site: { targets: [ { url: http://127.0.0.1:%d } ] } }
            sites: [ { hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
            """;

    private final Vertx vertx = Vertx.vertx();
    private final byte[] request;
    private final AtomicReference<@Nullable Channel> accepted = new AtomicReference<>();
    private final Path folder;
    private final PurgeLog purges;
    private final CacheStore store;
    private final ContentCodings codings = ContentCodings.start(1, MemoryBudget.unbounded());
    private final Generation generation;
    private final Socket client;
    private final Channel channel;
    private final Written written = new Written();

    /** Takes what the connection writes. */
    private static final class Written extends ChannelOutboundHandlerAdapter {
        private long bytes;
        private final StringBuilder text = new StringBuilder();
        private boolean keepsText;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf part) {
                bytes += part.readableBytes();
                if (keepsText) {
                    text.append(part.toString(StandardCharsets.ISO_8859_1));
                }
            }
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            // Nothing goes further.
        }
    }

    /** Ends what the decoder makes of a request. */
    private static final class Swallow extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    /**
     * A connection.
     *
     * @param bytes length of the stored response
     * @param listener told of every exchange
     */
    HitLine(int bytes, ExchangeListener listener) throws IOException {
        folder = Files.createTempDirectory("skerry-line");
        purges = PurgeLog.open(folder, InstantSource.system());
        store = TieredStore.open(
                new StoreSettings(MEMORY_BYTES, Optional.empty(), MEMORY_BYTES), purges, InstantSource.system());
        PipelineParts parts = new PipelineParts(
                store,
                purges,
                new RequestCollapser(purges, Ticker.systemTicker()),
                InstantSource.system(),
                codings,
                MemoryBudget.unbounded(),
                listener,
                (_, _) -> {},
                LoopMark.of("0123456789abcdef"));
        generation = generation(origin(bytes));
        Pipelines pipelines = Pipelines.of(parts, () -> generation);
        EdgeServer server = await(EdgeServer.listen(
                vertx, ListenerSettings.plain(LOOPBACK, 0), noting(pipelines.clients()), InstantSource.system(), 1));
        request = requestBytes();
        client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        channel = connected();
        onLoop(() -> channel.pipeline().addFirst("written", written));
    }

    /** Leaves the connection with its decoder alone: what it reads is dropped behind that. */
    void parseOnly() {
        onLoop(() -> channel.pipeline().addAfter("httpDecoder", "swallow", new Swallow()));
    }

    /** Feeds so many requests, one after the other; the bytes that were written. Blocks until they are. */
    long feed(int requests) {
        onLoop(() -> feedHere(requests));
        return written.bytes;
    }

    /** The whole answer to one request. */
    String answer() {
        onLoop(() -> {
            written.text.setLength(0);
            written.keepsText = true;
            feedHere(1);
            written.keepsText = false;
        });
        return written.text.toString();
    }

    /** Runs it on the connection's event loop, and waits for its end. */
    private void onLoop(Runnable task) {
        var _ = channel.eventLoop().submit(task).syncUninterruptibly();
    }

    private void feedHere(int requests) {
        for (int i = 0; i < requests; i++) {
            channel.pipeline()
                    .fireChannelRead(
                            channel.alloc().directBuffer(request.length).writeBytes(request));
            channel.pipeline().fireChannelReadComplete();
        }
    }

    private RequestHandler noting(RequestHandler line) {
        return new RequestHandler() {
            @Override
            public void handle(HttpServerRequest incoming, Arrival arrival) {
                if (accepted.get() == null) {
                    accepted.set(((ConnectionBase) incoming.connection())
                            .channelHandlerContext()
                            .channel());
                }
                line.handle(incoming, arrival);
            }

            @Override
            public void refused(ExchangeRecord record) {
                line.refused(record);
            }
        };
    }

    /** The connection's channel, after a first request over its socket was answered, and the response stored. */
    private Channel connected() throws IOException {
        client.getOutputStream().write(request);
        InputStream in = client.getInputStream();
        // The head is enough: the rest is here when the store has it.
        if (in.read() < 0) {
            throw new IOException("the line closed the connection");
        }
        Channel noted = accepted.get();
        if (noted == null) {
            throw new IOException("the line answered without a request");
        }
        while (store.stats().hot().entries() == 0 || store.stats().openSinks() > 0) {
            Thread.onSpinWait();
        }
        while (in.available() > 0) {
            in.skipNBytes(in.available());
        }
        return noted;
    }

    private int origin(int bytes) {
        Buffer content = Buffer.buffer(new byte[bytes]);
        HttpServer origin = vertx.createHttpServer().requestHandler(asked -> {
            var fields = asked.response().headers();
            fields.add("Content-Type", "image/jpeg");
            fields.add("Cache-Control", "public, max-age=86400");
            fields.add("ETag", "\"5f3c-1\"");
            fields.add("Last-Modified", "Mon, 21 Sep 2026 08:00:00 GMT");
            var _ = asked.response().end(content);
        });
        return await(origin.listen(0, LOOPBACK)).actualPort();
    }

    private Generation generation(int originPort) throws IOException {
        Path file = Files.writeString(folder.resolve("skerry.yaml"), FILE.formatted(originPort));
        RoutesFile routes = switch (RoutesFileReader.read(file, InstalledFunctions.settings())) {
            case ReadResult.Loaded loaded -> loaded.file();
            case ReadResult.Refused refused -> throw new IOException(refused.toString());
        };
        try {
            return new GenerationBuilder(
                            vertx, InstantSource.system(), InstalledFunctions.catalog(), NoFunctions.INSTANCE, 1)
                    .build(1, routes, Places.NONE);
        } catch (GenerationException failed) {
            throw new IOException(failed);
        }
    }

    private static byte[] requestBytes() {
        StringBuilder head = new StringBuilder("GET /assets/img/product-1.jpg?dpr=2 HTTP/1.1\r\n");
        Headers fields = Fixtures.browserRequest(1).headers();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.name(i).equals("Cookie")) {
                head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
            }
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() throws IOException {
        client.close();
        await(vertx.close());
        codings.close();
        store.close().toCompletableFuture().join();
        purges.close();
        TemporaryFolder.delete(folder);
    }
}
