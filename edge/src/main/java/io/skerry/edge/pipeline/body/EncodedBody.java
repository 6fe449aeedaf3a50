package io.skerry.edge.pipeline.body;

import io.skerry.edge.coding.ContentEncoder;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A content that is encoded while it streams. The work is done on other threads, one task at a time; everything else is confined to one
 * event loop. Owns the encoder and closes it once, when no task uses it.
 *
 * <p>When the source has given nothing for a while, what has come so far is flushed: a page that is written in pieces is read in
 * pieces.
 */
public final class EncodedBody implements Outlet.Supply {

    /** The source pauses while so much waits to be encoded. */
    private static final int MOST_WAITING_BYTES = 256 * 1024;

    /** One task encodes so much at most, so that a large content does not keep a thread from the others. */
    private static final int TASK_BYTES = 128 * 1024;

    /** How long a source is silent before what it gave is flushed. */
    private static final long FLUSH_AFTER_MILLIS = 10;

    private final OriginBody source;
    private final ContentEncoder encoder;
    private final Executor threads;
    private final Context context;
    private final Outlet outlet = new Outlet(this, OptionalLong.empty());
    private Buffer waiting = Buffer.buffer();
    private boolean working;
    private boolean unflushed;
    private boolean timing;
    private boolean closed;
    private @Nullable BodyEnd sourceEnd;

    private EncodedBody(OriginBody source, ContentEncoder encoder, Executor threads, Context context) {
        this.source = source;
        this.encoder = encoder;
        this.threads = threads;
        this.context = context;
    }

    /** Takes over a paused content and an encoder, which runs on {@code threads}; read on {@code context}. */
    public static OriginBody of(OriginBody source, ContentEncoder encoder, Executor threads, Context context) {
        EncodedBody body = new EncodedBody(source, encoder, threads, context);
        source.handler(body::take);
        source.end().onSuccess(body::sourceEnded);
        return body.outlet;
    }

    /** One step of encoding. */
    private interface Task {
        byte[] run() throws IOException;
    }

    private void take(Buffer chunk) {
        if (outlet.hasEnded()) {
            return;
        }
        waiting.appendBuffer(chunk);
        if (waiting.length() >= MOST_WAITING_BYTES) {
            source.pause();
        }
        work();
    }

    private void sourceEnded(BodyEnd how) {
        sourceEnd = how;
        switch (how) {
            case BodyEnd.Complete _ -> work();
            case BodyEnd.Failed failed -> conclude(failed);
        }
    }

    /** Starts the next task, if none is under way. */
    private void work() {
        if (working || outlet.hasEnded()) {
            return;
        }
        if (waiting.length() > 0) {
            byte[] plain = next();
            unflushed = true;
            run(() -> encoder.encode(plain), this::encoded);
        } else if (sourceEnd != null) {
            run(encoder::finish, this::finished);
        } else if (unflushed && !timing) {
            timing = true;
            context.owner().setTimer(FLUSH_AFTER_MILLIS, _ -> context.runOnContext(_ -> silent()));
        }
    }

    private byte[] next() {
        int count = Math.min(TASK_BYTES, waiting.length());
        byte[] plain = waiting.getBytes(0, count);
        waiting = count == waiting.length() ? Buffer.buffer() : waiting.getBuffer(count, waiting.length());
        return plain;
    }

    private void silent() {
        timing = false;
        if (!working && waiting.length() == 0 && unflushed && sourceEnd == null && !closed) {
            unflushed = false;
            run(encoder::flush, this::encoded);
        }
    }

    private void run(Task task, Consumer<byte[]> then) {
        working = true;
        try {
            threads.execute(() -> perform(task, then));
        } catch (RejectedExecutionException closing) {
            broken(closing);
        }
    }

    private void perform(Task task, Consumer<byte[]> then) {
        byte[] coded;
        try {
            coded = task.run();
        } catch (IOException | RuntimeException | Error broken) {
            context.runOnContext(_ -> broken(broken));
            return;
        }
        context.runOnContext(_ -> done(coded, then));
    }

    private void done(byte[] coded, Consumer<byte[]> then) {
        working = false;
        if (outlet.hasEnded()) {
            close();
            return;
        }
        then.accept(coded);
    }

    private void encoded(byte[] coded) {
        handOn(coded);
        takeMore();
        work();
    }

    private void finished(byte[] coded) {
        handOn(coded);
        conclude(new BodyEnd.Complete());
    }

    private void handOn(byte[] coded) {
        if (coded.length > 0) {
            outlet.hand(Buffer.buffer(coded));
        }
    }

    private void broken(Throwable cause) {
        working = false;
        conclude(BodyEnds.failed("the content could not be encoded: " + cause));
        source.cancel();
    }

    private void conclude(BodyEnd how) {
        outlet.end(how);
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (!working) {
            close();
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            threads.execute(encoder::close);
        } catch (RejectedExecutionException closing) {
            encoder.close();
        }
    }

    private void takeMore() {
        if (outlet.flows() && waiting.length() < MOST_WAITING_BYTES) {
            source.resume();
        }
    }

    @Override
    public void wanted() {
        takeMore();
    }

    @Override
    public void unwanted() {
        source.pause();
    }

    @Override
    public void abandoned() {
        closeWhenIdle();
        source.cancel();
    }
}
