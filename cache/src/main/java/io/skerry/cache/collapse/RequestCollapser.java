package io.skerry.cache.collapse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.PurgeJudge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The table of fetches under way.
 *
 * <p>A key may have several flights at a time, one for each variant that turned up: whoever waited for a flight and found that
 * its variant is another's joins again, and leads if nobody else does. By what a key's last response varied is remembered, so that
 * requests of different variants do not wait for each other one after another. Any thread; nothing here blocks.
 */
public final class RequestCollapser {

    /** How long a key whose response could not be stored is fetched by everybody for themselves. */
    static final Duration UNCACHEABLE_REMEMBERED = Duration.ofSeconds(10);

    /** Of heap, as estimated: some 70,000 keys of a usual length, and not as many of the longest that a client may make. */
    static final long UNCACHEABLE_BYTES = 16L << 20;

    /** How long it is remembered by what the response of a key varied. */
    private static final Duration VARYING_REMEMBERED = Duration.ofMinutes(10);

    /** The same of these: some 50,000 keys. */
    static final long VARYING_BYTES = 16L << 20;

    /** Beside texts. */
    private static final int KEY_BYTES = 150;

    private final ConcurrentHashMap<CacheKey, List<Flight>> flights = new ConcurrentHashMap<>();
    private final Cache<CacheKey, Boolean> uncacheable;
    private final Cache<CacheKey, List<VariantInput>> varying;
    private final PurgeJudge judge;
    private final AtomicLong ended = new AtomicLong();

    /**
     * An empty table.
     *
     * @param judge the node's purge log
     * @param ticker measures how long uncacheable keys are remembered
     */
    public RequestCollapser(PurgeJudge judge, Ticker ticker) {
        this.judge = judge;
        this.uncacheable = remembering(UNCACHEABLE_REMEMBERED, ticker)
                .maximumWeight(UNCACHEABLE_BYTES)
                .weigher((CacheKey key, Boolean remembered) -> bytes(key, List.of()))
                .build();
        this.varying = remembering(VARYING_REMEMBERED, ticker)
                .maximumWeight(VARYING_BYTES)
                .weigher((CacheKey key, List<VariantInput> inputs) -> bytes(key, inputs))
                .build();
    }

    /** Kept in order by whoever writes to it, a few keys at a time: no other thread is needed. */
    private static Caffeine<Object, Object> remembering(Duration time, Ticker ticker) {
        return Caffeine.newBuilder().expireAfterWrite(time).ticker(ticker).executor(Runnable::run);
    }

    /**
     * Takes a part in fetching a key.
     *
     * @param key primary key
     * @param inputs the request's values for variant inputs, read on the calling thread only
     */
    public Join join(CacheKey key, InputSource inputs) {
        if (uncacheable.getIfPresent(key) != null) {
            return new Join.Alone();
        }
        return joinOrLead(key, inputs);
    }

    /** Takes a part in validating a stored response: as {@link #join}, and keys remembered as uncacheable are not asked. */
    public Join joinOrLead(CacheKey key, InputSource inputs) {
        VariantKey wanted = expected(key, inputs);
        Join[] join = new Join[1];
        flights.compute(key, (_, present) -> {
            if (present != null) {
                for (Flight flight : present) {
                    if (flight.joinable(inputs, wanted, judge)) {
                        join[0] = new Join.Follow(flight);
                        return present;
                    }
                }
            }
            Flight mine = new Flight(key, stamp(), wanted, this);
            join[0] = new Join.Lead(mine);
            return with(present, mine);
        });
        return join[0];
    }

    /** A flight outside the table, for a request that fetches for itself what may still be stored. */
    public Flight solo(CacheKey key) {
        return new Flight(key, stamp(), VariantKey.none(), this);
    }

    /**
     * A flight in the table for a key that nobody else can ask for yet, whose response another flight has begun to bring.
     *
     * @param start of that flight: what the new one brings was read then
     */
    public Flight continuing(CacheKey key, JournalStamp start) {
        Flight mine = new Flight(key, start, VariantKey.none(), this);
        flights.compute(key, (_, present) -> with(present, mine));
        return mine;
    }

    /** Where the purge journal stands now. */
    public JournalStamp stamp() {
        return new JournalStamp(judge.incarnation(), judge.publishedSeq());
    }

    /**
     * How many flights have ended. Where this has not changed between a lookup that found nothing and a {@link Join.Lead}, no
     * flight has stored anything between the two.
     */
    public long ended() {
        return ended.get();
    }

    /** The number of keys with a fetch under way. */
    public int size() {
        return flights.size();
    }

    /** Whether a fetch of the key is under way that others may join. */
    public boolean underWay(CacheKey key) {
        return flights.containsKey(key);
    }

    /** Whether requests for the key do not wait for each other now, since its last response could not be stored. */
    public boolean remembersUncacheable(CacheKey key) {
        return uncacheable.policy().getIfPresentQuietly(key) != null;
    }

    void rememberUncacheable(CacheKey key) {
        uncacheable.put(key, Boolean.TRUE);
    }

    /** A response under this key has been stored after all: the next herd may collapse again. */
    public void forgetUncacheable(CacheKey key) {
        uncacheable.invalidate(key);
    }

    private VariantKey expected(CacheKey key, InputSource inputs) {
        List<VariantInput> known = varying.getIfPresent(key);
        return known == null ? VariantKey.none() : VariantKey.read(known, inputs);
    }

    void rememberVarying(CacheKey key, List<VariantInput> inputs) {
        if (inputs.isEmpty()) {
            varying.invalidate(key);
        } else {
            varying.put(key, inputs);
        }
    }

    /** Of heap, as estimated. */
    private static int bytes(CacheKey key, List<VariantInput> inputs) {
        return (int) Math.min(Integer.MAX_VALUE, KEY_BYTES + key.text().length() + VariantInput.heapBytes(inputs));
    }

    /** How many keys are remembered as uncacheable, and how many with what they varied by. */
    long remembered() {
        uncacheable.cleanUp();
        varying.cleanUp();
        return uncacheable.estimatedSize() + varying.estimatedSize();
    }

    void remove(Flight flight) {
        // Counted first: who may lead because it is gone must know that it was there.
        ended.incrementAndGet();
        flights.computeIfPresent(flight.key(), (_, present) -> without(present, flight));
    }

    private static List<Flight> with(@Nullable List<Flight> present, Flight added) {
        if (present == null) {
            return List.of(added);
        }
        List<Flight> more = new ArrayList<>(present);
        more.add(added);
        return List.copyOf(more);
    }

    private static @Nullable List<Flight> without(List<Flight> present, Flight removed) {
        List<Flight> rest = new ArrayList<>(present);
        rest.remove(removed);
        return rest.isEmpty() ? null : List.copyOf(rest);
    }
}
