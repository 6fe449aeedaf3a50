package io.skerry.edge;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has opened, closed in the reverse order, once. A part that cannot be closed keeps no other from it. */
final class OpenParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Duration patience;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** Nothing yet; a part that closes without saying when it has is waited for this long at most. */
    OpenParts(Duration patience) {
        this.patience = patience;
    }

    /** A part was opened; {@code close} blocks until it is closed. */
    void opened(Runnable close) {
        closing.push(close);
    }

    /** Waits until a part has closed. */
    void await(Future<?> closed) {
        try {
            closed.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            LOG.warn("closing went on without an answer", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (RuntimeException | Error failed) {
                LOG.error("a part of the node could not be closed", failed);
            }
        }
    }
}
