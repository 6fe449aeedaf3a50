package io.skerry.functions.runtime;

import io.skerry.functions.api.Body;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.runtime.FunctionFailure.Kind;
import io.skerry.functions.runtime.UpstreamBody.Collected;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of one function in one phase: asks it, sees its outcome through to an end, and cuts it off at its deadline.
 *
 * <p>Everything here happens on the request's event loop but the work itself, which reports back to it.
 */
final class FunctionCall {

    /** How a call ended. */
    sealed interface Result {
        /** The function has nothing to say. */
        record Passed() implements Result {}

        /** The function answered, or replaced the response. */
        record Answered(EdgeResponse response) implements Result {}

        /** The function wants another route. */
        record Rewritten(String path) implements Result {}

        /** The function failed. */
        record Failed(FunctionFailure failure) implements Result {}
    }

    /** Asks the function. */
    @FunctionalInterface
    interface Question {
        Outcome ask(EdgeFunction function, FunctionExchange exchange);
    }

    private static final long EVENT_LOOP_NANOS = TimeUnit.MILLISECONDS.toNanos(EdgeFunction.EVENT_LOOP_MILLIS);
    private static final Result PASSED = new Result.Passed();

    private final RunningFunction function;
    private final Phase phase;
    private final ExchangeState state;
    private final ResponseInHand inHand;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final FunctionExchange exchange;
    private @Nullable FutureTask<?> work;
    private @Nullable ScheduledFuture<?> timer;

    /** The call itself until it has ended, and work until it is done: a body may be held that long. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Set once the body was collected: the bytes have left the stream, so the response goes on with them. */
    private @Nullable EdgeResponse buffered;

    FunctionCall(RunningFunction function, Phase phase, ExchangeState state, ResponseInHand inHand) {
        this.function = function;
        this.phase = phase;
        this.state = state;
        this.inHand = inHand;
        this.exchange = new FunctionExchange(function, phase, state);
    }

    /** Asks; the stage is complete already unless the function works elsewhere. It never fails. */
    CompletionStage<Result> run(Question question) {
        Outcome outcome;
        try {
            outcome = Objects.requireNonNull(question.ask(function.function(), exchange), "the outcome is null");
        } catch (Throwable thrown) {
            fail(Kind.THREW, thrown.toString());
            return result;
        }
        long nanos = System.nanoTime() - startNanos;
        if (nanos > EVENT_LOOP_NANOS) {
            // The time is spent: an answer that came late is still the right one, so it is counted and used.
            function.services().metrics().slow(function.id(), phase, nanos);
        }
        again(() -> outcome);
        if (!result.isDone()) {
            cutOffLater();
        }
        return result;
    }

    private void cutOffLater() {
        long left = function.workDeadline().toNanos() - (System.nanoTime() - startNanos);
        try {
            timer = function.services().executors().after(Math.max(0, left), () -> onEventLoop(this::cutOff));
        } catch (Throwable noTimer) {
            fail(Kind.THREW, noTimer.toString());
        }
    }

    private void cutOff() {
        if (result.isDone()) {
            return;
        }
        fail(Kind.TIMED_OUT, "not done after " + function.workDeadline());
        FutureTask<?> running = work;
        if (running != null) {
            running.cancel(true);
            function.services().executors().forget(running);
        }
    }

    private void settle(Outcome outcome) {
        if (phase == Phase.RESPONSE && !(outcome instanceof Outcome.Next || outcome instanceof Outcome.Respond)) {
            misused(outcome);
            return;
        }
        switch (outcome) {
            case Outcome.Next _ -> finish(passed());
            case Outcome.Respond respond -> answer(respond);
            case Outcome.Rewrite rewrite -> rewrite(rewrite);
            case Outcome.Async async -> async.later().whenComplete(this::report);
            case Outcome.Blocking blocking -> runOn(function.services().executors()::blocking, blocking.work(), null);
            case Outcome.Compute compute ->
                runOn(function.services().executors()::compute, compute.work(), compute.whenFull());
            case Outcome.BufferBody buffer -> buffer(buffer);
        }
    }

    private Result passed() {
        return buffered == null ? PASSED : new Result.Answered(buffered);
    }

    private void answer(Outcome.Respond respond) {
        if (inHand.allows(respond.response().body(), phase)) {
            finish(new Result.Answered(watched(respond.response())));
        } else {
            misused(respond);
        }
    }

    private EdgeResponse watched(EdgeResponse answer) {
        if (!(answer.body() instanceof Body.Transformed)) {
            return answer;
        }
        EdgeResponse before = buffered == null ? inHand.response() : buffered;
        Body body = WatchedTransform.watched(answer.body(), before == null ? null : before.body(), function, phase);
        return new EdgeResponse(answer.status(), answer.fields(), body);
    }

    private void rewrite(Outcome.Rewrite rewrite) {
        if (phase == Phase.REQUEST) {
            finish(new Result.Rewritten(rewrite.path()));
        } else {
            misused(rewrite);
        }
    }

    private void buffer(Outcome.BufferBody buffer) {
        EdgeResponse response = buffered == null ? inHand.response() : buffered;
        if (phase != Phase.ORIGIN_RESPONSE || response == null) {
            misused(buffer);
            return;
        }
        var _ = inHand.collect(response.body(), buffer.maxBytes())
                .<Runnable>thenApply(came -> () -> collected(buffer, response, came))
                .exceptionally(failure -> () -> brokenOff(failure))
                .thenAccept(this::onEventLoop);
    }

    private void collected(Outcome.BufferBody buffer, EdgeResponse response, Collected collected) {
        if (result.isDone()) {
            return;
        }
        switch (collected) {
            case Collected.Whole bytes -> {
                EdgeResponse whole =
                        new EdgeResponse(response.status(), response.fields(), new Body.Whole(bytes.bytes()));
                buffered = whole;
                again(() -> buffer.then().apply(whole));
            }
            case Collected.TooLarge _ ->
                fail(Kind.BODY_TOO_LARGE, "the body has more than " + buffer.maxBytes() + " bytes");
            case Collected.NoRoom _ -> fail(Kind.OVERLOADED, "no memory for the body: functions hold too much at once");
        }
    }

    private void brokenOff(Throwable failure) {
        fail(Kind.THREW, "the body broke off: " + failure);
    }

    private void again(Callable<Outcome> next) {
        try {
            settle(Objects.requireNonNull(next.call(), "the outcome is null"));
        } catch (Throwable thrown) {
            fail(Kind.THREW, thrown.toString());
        }
    }

    /** Starts work elsewhere. */
    @FunctionalInterface
    private interface Starter {
        void start(FutureTask<?> task);
    }

    private void runOn(Starter starter, Callable<Outcome> callable, @Nullable Outcome whenFull) {
        Semaphore permits = function.workPermits();
        if (!permits.tryAcquire()) {
            full(whenFull);
            return;
        }
        // Given back when the work ends, cut off or not; or when it is cut off before it began, or never starts.
        AtomicBoolean held = new AtomicBoolean(true);
        FutureTask<?> task =
                new FutureTask<>(
                        () -> {
                            if (held.compareAndSet(true, false)) {
                                try {
                                    perform(callable);
                                } finally {
                                    permits.release();
                                }
                            }
                        },
                        null) {
                    @Override
                    protected void done() {
                        if (held.compareAndSet(true, false)) {
                            permits.release();
                        }
                    }
                };
        work = task;
        try {
            starter.start(task);
        } catch (Throwable notStarted) {
            task.cancel(false);
            if (!(notStarted instanceof RejectedExecutionException)) {
                throw notStarted;
            }
            full(whenFull);
        }
    }

    private void full(@Nullable Outcome whenFull) {
        if (whenFull == null) {
            fail(Kind.OVERLOADED, "no room for its work");
        } else {
            settle(whenFull);
        }
    }

    private void perform(Callable<Outcome> callable) {
        if (holders.updateAndGet(count -> count == 0 ? 0 : count + 1) == 0) {
            // The call has ended meanwhile, and what the work needs was let go.
            return;
        }
        try {
            report(callable.call(), null);
        } catch (Throwable thrown) {
            report(null, thrown);
        } finally {
            letGo();
        }
    }

    private void letGo() {
        if (holders.decrementAndGet() == 0) {
            exchange.close();
        }
    }

    private void report(@Nullable Outcome outcome, @Nullable Throwable thrown) {
        onEventLoop(() -> reported(outcome, thrown));
    }

    private void reported(@Nullable Outcome outcome, @Nullable Throwable thrown) {
        if (result.isDone()) {
            return;
        }
        if (outcome != null) {
            again(() -> outcome);
            return;
        }
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        fail(Kind.THREW, cause == null ? "the outcome is null" : cause.toString());
    }

    private void onEventLoop(Runnable task) {
        state.inputs().eventLoop().execute(task);
    }

    private void misused(Outcome outcome) {
        fail(Kind.MISUSED, outcome.getClass().getSimpleName() + " is not allowed in " + phase.method());
    }

    private void fail(Kind kind, String detail) {
        finish(new Result.Failed(new FunctionFailure(function.id(), phase, kind, detail)));
    }

    private void finish(Result end) {
        if (!result.isDone()) {
            ScheduledFuture<?> pending = timer;
            if (pending != null) {
                pending.cancel(false);
            }
            boolean done = !(end instanceof Result.Failed);
            function.services().metrics().called(function.id(), phase, done, System.nanoTime() - startNanos);
            letGo();
            result.complete(end);
        }
    }
}
