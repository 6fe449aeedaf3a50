package io.skerry.benchmarks;

import io.skerry.edge.server.NettyBytes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;

/**
 * The floor of what is read from disk: the content of that number is copied out of a mapped file and its checksum computed on another
 * thread, and sent by the event loop that asked. No index, no head, no freshness. Takes what {@code /disk/NAME/NUMBER} asks for, numbers
 * from 1 on.
 */
final class BareDisk {

    private final int bytes;
    private final ByteBuffer[] contents;
    private final BlockingQueue<Runnable> reads = new ArrayBlockingQueue<>(4096);
    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    /** Writes a file of so many contents of so many bytes each into the folder, and maps it. */
    BareDisk(Path folder, int count, int bytes) throws IOException {
        this.bytes = bytes;
        this.contents = new ByteBuffer[count];
        try (FileChannel file = FileChannel.open(
                folder.resolve("bare-disk"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            fill(file);
            ByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, (long) count * bytes);
            for (int i = 0; i < count; i++) {
                contents[i] = mapped.slice(i * bytes, bytes);
            }
        }
        Thread.ofPlatform().daemon().name("bare-disk").start(this::readAll);
    }

    /** Answers on the event loop that asks. */
    void answer(HttpServerRequest request) {
        String path = request.path();
        int number = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)) - 1;
        Context asking = Vertx.currentContext();
        reads.add(() -> {
            ByteBuffer content = read(number);
            asking.runOnContext(ignored -> request.response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .end(NettyBytes.wrap(content.duplicate()))
                    .onComplete(done -> free.add(content)));
        });
    }

    private ByteBuffer read(int number) {
        ByteBuffer polled = free.poll();
        ByteBuffer content = polled == null ? ByteBuffer.allocateDirect(bytes) : polled;
        content.clear().put(contents[number].duplicate()).flip();
        CRC32C checksum = new CRC32C();
        checksum.update(content.duplicate());
        return checksum.getValue() == 0 ? content.limit(0) : content;
    }

    private void readAll() {
        try {
            while (true) {
                reads.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(FileChannel file) throws IOException {
        byte[] content = new byte[bytes];
        Random random = new Random(1);
        for (int i = 0; i < contents.length; i++) {
            random.nextBytes(content);
            file.write(ByteBuffer.wrap(content));
        }
    }
}
