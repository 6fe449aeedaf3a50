package io.skerry.edge.pipeline;

import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.BodyRead.BodyFault;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The beginning of a body that is arriving: until it has come nothing was sent, and something else may be sent instead. */
final class FirstBytes {

    private FirstBytes() {}

    /**
     * Waits for it; the body is read again from there by whoever sends it.
     *
     * @return what kept it from coming; empty if it has come, or if there is nothing to come. Completes on any thread
     */
    static CompletionStage<Optional<BodyFault>> of(BodyLease body) {
        return BodyRead.outcomeOf(body.read(0, 1)).thenApply(FirstBytes::fault);
    }

    private static Optional<BodyFault> fault(BodyRead first) {
        return switch (first) {
            case BodyRead.Failed failed -> Optional.of(failed.fault());
            case BodyRead.Bytes bytes -> {
                bytes.release().run();
                yield Optional.empty();
            }
            case BodyRead.End _, BodyRead.Later _ -> Optional.empty();
        };
    }
}
