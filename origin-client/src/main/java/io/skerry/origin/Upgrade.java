package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A request to switch protocols: an exchange that ends in another protocol, or as any other does. Used on one context. */
final class Upgrade implements Exchange.Switch {

    private final String protocol;
    private final Promise<UpgradeAnswer> answer = Promise.promise();

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

    /** What comes of it, when {@code exchange}, which asks for this, has begun. */
    Future<UpgradeAnswer> of(OriginExchange exchange) {
        exchange.answer()
                .onSuccess(instead -> answer.tryComplete(new UpgradeAnswer.Declined(instead)))
                .onFailure(answer::tryFail);
        return answer.future();
    }
}
