package io.skerry.purgeapi.http;

import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first end through: the nodes' or that of the time that the caller has.
 *
 * <p>Nodes may stay away for days, and as long as they do this is kept; of a call that has been answered it knows nothing any more.
 * Any thread; the answer is given on the event loop.
 */
final class FirstEnd implements Consumer<Settlement> {

    private final Context context;
    private @Nullable Consumer<Settlement> answer;
    private long timer;

    /**
     * An end that has not come.
     *
     * @param context the event loop of the call
     * @param answer called once
     */
    FirstEnd(Context context, Consumer<Settlement> answer) {
        this.context = context;
        this.answer = answer;
    }

    /** Waits no longer than so many milliseconds, at least one. On the event loop, once. */
    void by(long millis) {
        timer = context.owner().setTimer(millis, late -> end(Settlement.LATER));
    }

    @Override
    public void accept(Settlement settlement) {
        context.runOnContext(hop -> {
            context.owner().cancelTimer(timer);
            end(settlement);
        });
    }

    private void end(Settlement settlement) {
        Consumer<Settlement> last = answer;
        answer = null;
        if (last != null) {
            last.accept(settlement);
        }
    }
}
