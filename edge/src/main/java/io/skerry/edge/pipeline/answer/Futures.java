package io.skerry.edge.pipeline.answer;

import io.skerry.cache.store.Lookup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings results from other threads back to a request's event loop. */
public final class Futures {

    private Futures() {}

    /** What a step comes to, or that it failed: also where it throws before there is a future. */
    public static <T> Future<T> of(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (Throwable defect) {
            return Future.failedFuture(defect);
        }
    }

    /** The stage's result on the context; at once if it is there already and this is the context's own thread. */
    public static <T> Future<T> from(CompletionStage<T> stage, Context context) {
        Promise<T> promise = Promise.promise();
        stage.whenComplete((value, failure) -> onContext(context, () -> complete(promise, value, failure)));
        return promise.future();
    }

    /** What a lookup finds that has to wait, on the context. */
    public static Future<Lookup> from(Lookup.Later later, Context context) {
        return switch (later) {
            case Lookup.Pending pending -> from(pending.later(), context);
            case Lookup.Recovering recovering ->
                from(recovering.until(), context).map(_ -> recovering.again().get());
        };
    }

    private static void onContext(Context context, Runnable task) {
        if (context.equals(Vertx.currentContext())) {
            task.run();
        } else {
            context.runOnContext(_ -> task.run());
        }
    }

    private static <T> void complete(Promise<T> promise, T value, @Nullable Throwable failure) {
        if (failure == null) {
            promise.complete(value);
        } else {
            promise.fail(failure);
        }
    }
}
