package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** A request to switch protocols: an exchange that ends in another protocol, or as any other does. Used on one context. */
final class Upgrade implements Exchange.Switch, OriginUpgrade {

    private final String protocol;
    private final Promise<UpgradeAnswer> answer = Promise.promise();
    private @Nullable OriginExchange exchange;

    Upgrade(String protocol) {
        this.protocol = protocol;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public void switched(UpgradeAnswer.Switched switched) {
        answer.tryComplete(switched);
    }

    /** The exchange that asks for this has begun. */
    OriginUpgrade of(OriginExchange begun) {
        exchange = begun;
        begun.answer()
                .onSuccess(instead -> answer.tryComplete(new UpgradeAnswer.Declined(instead)))
                .onFailure(answer::tryFail);
        return this;
    }

    @Override
    public Future<UpgradeAnswer> answer() {
        return answer.future();
    }

    @Override
    public void cancel() {
        if (exchange != null) {
            exchange.cancel();
        }
    }
}
