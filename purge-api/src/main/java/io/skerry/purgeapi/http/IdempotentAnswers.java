package io.skerry.purgeapi.http;

import io.skerry.purgeapi.token.AdminToken;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Answers of purges by their {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header), so that a repeated call gets the
 * first one's answer and purges nothing.
 *
 * <p>Kept in memory, for {@link #KEPT} and at most {@link #MOST} keys of all callers, the oldest leaving first; not across a restart: a
 * call repeated then purges once more, which does no harm but to what was stored in between. A call that purged nothing is not
 * remembered. Any thread.
 */
final class IdempotentAnswers {

    static final Duration KEPT = Duration.ofHours(24);
    static final int MOST = 10_000;

    private final LongSupplier nanoTime;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();

    IdempotentAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Keys of different callers are different keys. */
    record Key(AdminToken caller, String text) {}

    private record Entry(String fingerprint, long since, CompletableFuture<PurgeResponse> answer) {}

    /** What a key means. */
    sealed interface Claim {

        /** It is new: the caller goes on and must call {@link IdempotentAnswers#answered} in the end. */
        record First() implements Claim {}

        /** The same call was made before; its answer comes as soon as it is there. */
        record Repeated(CompletionStage<PurgeResponse> answer) implements Claim {}

        /** Another call was made with it. */
        record Different() implements Claim {}
    }

    /**
     * Claims a key.
     *
     * @param fingerprint of all that the call says
     */
    synchronized Claim claim(Key key, String fingerprint) {
        long now = nanoTime.getAsLong();
        forgetOld(now);
        Entry entry = entries.get(key);
        if (entry == null) {
            entries.put(key, new Entry(fingerprint, now, new CompletableFuture<>()));
            return new Claim.First();
        }
        return entry.fingerprint().equals(fingerprint) ? new Claim.Repeated(entry.answer()) : new Claim.Different();
    }

    /** Ends the first call with a key. */
    void answered(Key key, PurgeResponse answer) {
        Entry entry;
        synchronized (this) {
            entry = answer.status() / 100 == 2 ? entries.get(key) : entries.remove(key);
        }
        if (entry != null) {
            entry.answer().complete(answer);
        }
    }

    private void forgetOld(long now) {
        Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next().getValue();
            boolean old = now - entry.since() > KEPT.toNanos() || entries.size() >= MOST;
            if (!old) {
                return;
            }
            // A call under way is waited for by whoever repeats it.
            if (entry.answer().isDone()) {
                oldest.remove();
            }
        }
    }
}
