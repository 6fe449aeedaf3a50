package io.skerry.edge.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.message.ContentCoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's encoders and decoders. Each is asked of the node's memory first; whoever is refused one goes on without. Any thread.
 */
public final class ContentCodings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContentCodings.class);

    private final MemoryBudget memory;
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder unencoded = new LongAdder();
    private final LongAdder undecoded = new LongAdder();
    private final Map<ContentCoding, Counts> counts = new EnumMap<>(ContentCoding.class);
    private final ThreadPoolExecutor threads;

    private static final class Counts {
        private final LongAdder encoded = new LongAdder();
        private final LongAdder plainBytes = new LongAdder();
        private final LongAdder codedBytes = new LongAdder();
        private final LongAdder decoded = new LongAdder();
    }

    private ContentCodings(int count, MemoryBudget memory) {
        this.memory = memory;
        AtomicLong number = new AtomicLong();
        // Each encoder has one task at most in the queue, so their number bounds it.
        threads = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("skerry-coding-" + number.getAndIncrement())
                        .unstarted(task));
        for (ContentCoding coding : ContentCoding.values()) {
            counts.put(coding, new Counts());
        }
    }

    /** Coders with so many threads to encode on, which take their memory from a ledger. */
    public static ContentCodings start(int threads, MemoryBudget memory) {
        return new ContentCodings(threads, memory);
    }

    /**
     * Whether a coding can be used here; the native library of Brotli exists for Linux on x86-64 and ARM64, and neither it nor zstd's
     * can be loaded where temporary files may not be written or executed.
     */
    public static boolean supports(ContentCoding coding) {
        return switch (coding) {
            case GZIP -> true;
            case ZSTD -> ZstdLibrary.LOADED;
            case BR -> Brotli4jLoader.isAvailable();
        };
    }

    /**
     * An encoder of the first coding for which there is memory.
     *
     * @param codings the preferred first
     * @return closed by the receiver exactly once; empty where encoders have no memory left
     */
    public Optional<ContentEncoder> encoder(List<ContentCoding> codings) {
        for (ContentCoding coding : codings) {
            long bytes = CoderMemory.ofEncoder(coding);
            if (!supports(coding) || !memory.tryReserve(Use.ENCODERS, bytes)) {
                continue;
            }
            try {
                ContentEncoder encoder = new ContentEncoder(coding, ended -> encoderClosed(ended, bytes));
                active.incrementAndGet();
                return Optional.of(encoder);
            } catch (IOException | RuntimeException | LinkageError failed) {
                memory.release(Use.ENCODERS, bytes);
                LOG.error("no encoder of {} could be made", coding.token(), failed);
            }
        }
        unencoded.increment();
        return Optional.empty();
    }

    private void encoderClosed(ContentEncoder encoder, long bytes) {
        memory.release(Use.ENCODERS, bytes);
        active.decrementAndGet();
        Counts of = of(encoder.coding());
        of.plainBytes.add(encoder.plainBytes());
        of.codedBytes.add(encoder.codedBytes());
        if (encoder.finished()) {
            of.encoded.increment();
        }
    }

    /**
     * The memory of a usual decoder.
     *
     * @return closed by the receiver, or by the stream that it is decoded with; empty where decoders have no memory left
     */
    public Optional<Claim> reserveDecoder() {
        Claim claim = memory.claim(Use.DECODERS);
        if (!claim.add(CoderMemory.ofUsualDecoder())) {
            undecoded.increment();
            return Optional.empty();
        }
        return Optional.of(claim);
    }

    /**
     * A content with its coding undone, read on a thread that may block. A content that is damaged, that grows beyond measure, or that
     * needs a larger window than decoders have memory for, ends with an {@link IOException}.
     *
     * @param coded closed with it
     * @param reserved of {@link #reserveDecoder}; closed with it
     * @return closed by the receiver exactly once
     */
    public InputStream decode(ContentCoding coding, InputStream coded, Claim reserved) throws IOException {
        active.incrementAndGet();
        DecodedStream.OnClose closed = whole -> {
            active.decrementAndGet();
            reserved.close();
            if (whole) {
                of(coding).decoded.increment();
            }
        };
        PushbackInputStream from = new PushbackInputStream(coded, CoderMemory.BEGINNING_BYTES);
        try {
            byte[] beginning = from.readNBytes(CoderMemory.BEGINNING_BYTES);
            if (beginning.length == 0) {
                // Servers that code what they send say so of redirects without content, too.
                return new DecodedStream(from, closed);
            }
            from.unread(beginning);
            reserveWindow(coding, ByteBuffer.wrap(beginning), reserved);
        } catch (Throwable refused) {
            try (coded) {
                closed.closed(false);
            }
            throw refused;
        }
        return new DecodedStream(coding, from, closed);
    }

    private void reserveWindow(ContentCoding coding, ByteBuffer beginning, Claim reserved) throws IOException {
        long more = CoderMemory.ofDecoder(coding, beginning) - CoderMemory.ofUsualDecoder();
        if (more > 0 && !reserved.add(more)) {
            undecoded.increment();
            throw new IOException("no memory for the window of a content in " + coding.token());
        }
    }

    /** Where encoders work: as many threads as there are processors. */
    public Executor threads() {
        return threads;
    }

    /** What has been done. Any thread. */
    public CodingStats stats() {
        List<CodingStats.OfCoding> codings = Arrays.stream(ContentCoding.values())
                .map(coding -> stats(coding.token(), of(coding)))
                .toList();
        return new CodingStats(codings, active.get(), unencoded.sum(), undecoded.sum());
    }

    private static CodingStats.OfCoding stats(String coding, Counts of) {
        return new CodingStats.OfCoding(
                coding, of.encoded.sum(), of.plainBytes.sum(), of.codedBytes.sum(), of.decoded.sum());
    }

    private Counts of(ContentCoding coding) {
        Counts known = counts.get(coding);
        if (known == null) {
            throw new IllegalStateException("a coding without counts: " + coding);
        }
        return known;
    }

    /** Starts no more work. Encoders in use must have ended. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
