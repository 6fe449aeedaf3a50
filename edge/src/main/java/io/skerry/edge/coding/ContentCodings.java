package io.skerry.edge.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.skerry.cache.message.ContentCoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's encoders and decoders. So many of each may be in use at a time that their memory stays bounded; whoever finds none free
 * goes on without. Any thread.
 */
public final class ContentCodings implements AutoCloseable {

    /** An encoder of zstd or Brotli holds up to 3 MB of native memory: at most 96 MB. */
    private static final int HEAVY_ENCODERS = 32;

    /** One of gzip holds about 300 KB. */
    private static final int LIGHT_ENCODERS = 256;

    /** A decoder holds its window, up to 8 MB where the content was made so, and usually far less. */
    private static final int DECODERS = 128;

    private static final Logger LOG = LoggerFactory.getLogger(ContentCodings.class);

    private final Semaphore heavy = new Semaphore(HEAVY_ENCODERS);
    private final Semaphore light = new Semaphore(LIGHT_ENCODERS);
    private final Semaphore decoders = new Semaphore(DECODERS);
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

    private ContentCodings(int count) {
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

    /** Coders with so many threads to encode on. */
    public static ContentCodings start(int threads) {
        return new ContentCodings(threads);
    }

    /** Whether a coding can be used on this platform; the native library of Brotli exists for Linux on x86-64 and ARM64. */
    public static boolean supports(ContentCoding coding) {
        return switch (coding) {
            case ZSTD, GZIP -> true;
            case BR -> Brotli4jLoader.isAvailable();
        };
    }

    /**
     * An encoder of the first coding for which one is free.
     *
     * @param codings the preferred first
     * @return closed by the receiver exactly once; empty if too many are in use
     */
    public Optional<ContentEncoder> encoder(List<ContentCoding> codings) {
        for (ContentCoding coding : codings) {
            Semaphore slots = coding == ContentCoding.GZIP ? light : heavy;
            if (!supports(coding) || !slots.tryAcquire()) {
                continue;
            }
            try {
                return Optional.of(new ContentEncoder(coding, ended -> encoderClosed(ended, slots)));
            } catch (IOException | RuntimeException | LinkageError failed) {
                slots.release();
                LOG.error("no encoder of {} could be made", coding.token(), failed);
            }
        }
        unencoded.increment();
        return Optional.empty();
    }

    private void encoderClosed(ContentEncoder encoder, Semaphore slots) {
        slots.release();
        Counts of = of(encoder.coding());
        of.plainBytes.add(encoder.plainBytes());
        of.codedBytes.add(encoder.codedBytes());
        if (encoder.finished()) {
            of.encoded.increment();
        }
    }

    /** Takes the place of a decoder; whoever gets true calls {@link #decode} or {@link #releaseDecoder} exactly once. */
    public boolean reserveDecoder() {
        boolean free = decoders.tryAcquire();
        if (!free) {
            undecoded.increment();
        }
        return free;
    }

    /** Gives a reserved place back unused. */
    public void releaseDecoder() {
        decoders.release();
    }

    /**
     * A content with its coding undone, read on a thread that may block. Needs a reserved place, which closing it gives back. A
     * content that is damaged, or that grows beyond measure, ends with an {@link IOException}.
     *
     * @param coded closed with it
     * @return closed by the receiver exactly once
     */
    public InputStream decode(ContentCoding coding, InputStream coded) throws IOException {
        return new DecodedStream(coding, coded, whole -> {
            decoders.release();
            if (whole) {
                of(coding).decoded.increment();
            }
        });
    }

    /** Where encoders work: as many threads as there are processors. */
    public Executor threads() {
        return threads;
    }

    /** What has been done. Any thread. */
    public CodingStats stats() {
        int active = HEAVY_ENCODERS
                - heavy.availablePermits()
                + LIGHT_ENCODERS
                - light.availablePermits()
                + DECODERS
                - decoders.availablePermits();
        List<CodingStats.OfCoding> codings = Arrays.stream(ContentCoding.values())
                .map(coding -> stats(coding.token(), of(coding)))
                .toList();
        return new CodingStats(codings, active, unencoded.sum(), undecoded.sum());
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
