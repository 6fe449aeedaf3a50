package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.store.CacheStore;
import io.skerry.cache.validation.HeadDecider;
import io.skerry.cache.validation.HeadDecision;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.upstream.StoredHeads;

/** What an answer to HEAD teaches about the response stored for GET (RFC 9111 4.3.5). */
final class HeadAnswers {

    private HeadAnswers() {}

    /**
     * Updates what is stored, or removes it.
     *
     * @param request the HEAD
     * @param held what the request selects; stays open
     * @param start where the purge journal stood before the HEAD was sent
     */
    static void learn(
            CacheStore store, RequestHead request, Held held, UpstreamAnswer.Response answer, JournalStamp start) {
        HeadDecision decision = HeadDecider.decide(
                held.freshness(), request, answer.head(), held.response().verdict(), answer.responseTime());
        switch (decision) {
            case HeadDecision.Update update
            when StoredHeads.losesTags(held.response().head(), update.updated()) -> store.remove(held.response());
            case HeadDecision.Update update -> {
                StoredHead before = held.response().head();
                // Another version stored meanwhile, or a purge, has the last word.
                var _ = store.freshen(held.response(), StoredHeads.freshened(before, update.updated(), answer, start));
            }
            case HeadDecision.Remove _ -> store.remove(held.response());
            case HeadDecision.Keep _ -> {}
        }
    }
}
